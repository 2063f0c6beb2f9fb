import { compact } from '../lambdas/compact.ts';
import { ledgerOutlivesRawByDays, type Retention } from '../lambdas/retention.ts';

/** The settings of a stage that say how long its data is kept. */
interface RetentionSettings {
  readonly rawRetentionDays: number;
  readonly logRetentionDays?: number;
  readonly retention: {
    readonly eventDays: number;
    readonly attachmentDays: number;
    readonly attachmentArchiveDays?: number | undefined;
    readonly ledgerDays: number;
    readonly inactiveDays: number;
  };
}

/** How long the data of a stage is kept. */
export const retentionOf = ({ rawRetentionDays, logRetentionDays, retention }: RetentionSettings): Retention =>
  compact({ rawDays: rawRetentionDays, ...retention, logDays: logRetentionDays });

/** Finds times that do not go together, each with its place in the file. */
export function findRetentionMistakes(stages: ReadonlyArray<RetentionSettings & { readonly stage: string }>) {
  return stages.flatMap(({ stage, rawRetentionDays, retention }) => {
    const { ledgerDays, attachmentDays, attachmentArchiveDays = 0 } = retention;
    const leastLedgerDays = rawRetentionDays + ledgerOutlivesRawByDays;
    return [
      {
        isWrong: ledgerDays < leastLedgerDays,
        path: [stage, 'retention', 'ledgerDays'],
        message: `wants ${leastLedgerDays} or more, ${ledgerOutlivesRawByDays} days more than rawRetentionDays: the sweep takes raw mail that the ledger does not know for lost`,
      },
      {
        isWrong: attachmentArchiveDays >= attachmentDays,
        path: [stage, 'retention', 'attachmentArchiveDays'],
        message: `wants less than attachmentDays, ${attachmentDays}: an attachment is archived before it goes`,
      },
    ].flatMap(({ isWrong, ...mistake }) => (isWrong ? [mistake] : []));
  });
}
