/** A command as a client was sent it. */
export interface SentCommand {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * A client of AWS that answers each command by the next of the given answers, and by an empty one after the last.
 *
 * @param answers an error is thrown
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

/** An error as the SDK throws it for an answer of a service. */
export const awsError = (name: string, fields: object = {}): Error =>
  Object.assign(new Error(`the service says ${name}`), { name, ...fields });

/** A transaction that DynamoDB canceled, with a code for each of its items. */
export const canceledTransaction = (...codes: readonly string[]): Error =>
  awsError('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });
