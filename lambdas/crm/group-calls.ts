interface Waiting<I, O> {
  readonly input: I;
  readonly answer: PromiseWithResolvers<O>;
}

/**
 * Makes one call of many, like DataLoader without a tick: inputs that come while a call is under way wait, and go out
 * together with the next call.
 *
 * Nothing waits for a timer, so that a single mail loses no time; most of ten mails that a function works on at once share
 * their calls. Only for calls that may be repeated: a call may begin later than it was asked for.
 *
 * @param run answers each input, in order
 * @param size how many inputs the vendor takes at once
 */
export function groupCalls<I, O>(
  run: (inputs: readonly I[]) => Promise<readonly O[]>,
  size: number,
): (input: I) => Promise<O> {
  const waiting: Array<Waiting<I, O>> = [];
  let isBusy = false;

  async function runGroups(): Promise<void> {
    isBusy = true;
    while (waiting.length > 0) {
      const group = waiting.splice(0, size);
      try {
        const answers = await run(group.map(({ input }) => input));
        group.forEach(({ answer }, index) => void answer.resolve(answers[index]!));
      } catch (error) {
        for (const { answer } of group) answer.reject(error);
      }
    }
    isBusy = false;
  }

  return function groupedCall(input) {
    const answer = Promise.withResolvers<O>();
    waiting.push({ input, answer });
    if (!isBusy) void runGroups();
    return answer.promise;
  };
}

/** Counts calls that deliveries shared, and so did not make. */
interface SavedCalls {
  saved(calls: number): void;
  /** Calls since the last time. */
  drainSavedCalls(): number;
}

/** Creates a counter that starts at zero, and again after each reading. */
export function countSaved(): SavedCalls {
  let count = 0;
  return {
    saved(calls) {
      count += calls;
    },
    drainSavedCalls() {
      const total = count;
      count = 0;
      return total;
    },
  };
}
