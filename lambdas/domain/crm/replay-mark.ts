import { sha256 } from '../mail/identity.ts';

/** Whether a message that is handed on once more keeps its id, by which consumers drop repetitions. */
export const replayIdChoices = ['same', 'new'] as const;

/** The mark of a message that is handed on once more because somebody asked for it. */
export interface ReplayMark {
  /** The id of the replay. */
  readonly id: string;
  /** `same`: whoever remembers the id drops the message. `new`: it is taken as another one, the same for each try of this replay. */
  readonly messageId: (typeof replayIdChoices)[number];
}

/** The id of a message in a replay. */
export const replayedId = (id: string, { id: replay, messageId }: ReplayMark): string =>
  messageId === 'same' ? id : sha256(id, replay);
