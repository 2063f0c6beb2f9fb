/** A command that was sent to a client. */
interface SentCommand {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * Builds an AWS client that returns the given answers in order, and empty answers after the last.
 *
 * @param answers an error is thrown instead of returned
 */
export function scriptedClient<Client>(...answers: ReadonlyArray<object>) {
  const sent: SentCommand[] = [];
  const rest = [...answers];
  const send = async (command: { readonly input: SentCommand['input'] }): Promise<object> => {
    sent.push({ name: command.constructor.name, input: command.input });
    const answer = rest.shift() ?? {};
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { client: { send } as unknown as Client, sent };
}

/** Builds an error in the form in which the SDK throws it for an error answer. */
export const awsError = (name: string, fields: object = {}): Error =>
  Object.assign(new Error(`the service says ${name}`), { name, ...fields });

/** Builds the error of a transaction that DynamoDB canceled, with a code for each of its items. */
export const canceledTransaction = (...codes: readonly string[]): Error =>
  awsError('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });
