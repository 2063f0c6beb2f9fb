/** A form as a request carries it: fetch's own encoder writes it, and chooses the boundary. */
export async function multipart(form: FormData): Promise<{ body: Uint8Array; headers: Record<string, string> }> {
  const encoded = new Response(form);
  return {
    body: new Uint8Array(await encoded.arrayBuffer()),
    headers: { 'content-type': encoded.headers.get('content-type') ?? 'multipart/form-data' },
  };
}
