/**
 * Why no answer came, in a few words and without the address: the code of the failed connection, which fetch keeps in the
 * cause of its error.
 */
export function fetchFailure(error: unknown, timeoutMs: number): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `no answer in ${timeoutMs / 1000} s`;
  return cause?.code ?? cause?.message ?? message;
}
