import type { ComparisonOperator, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Article } from './incident-level.ts';

/** The condition of one alarm. */
export interface Watch {
  /** Its construct id, and the end of the alarm's name. */
  readonly id: string;
  /** Its meaning for the people who use the mail; the article says what to do first. */
  readonly impact: string;
  /** The heading in the runbook, which decides the level. */
  readonly article: Article;
  readonly metric: IMetric;
  readonly threshold: number;
  /** @default greater than or equal to the threshold */
  readonly comparison?: ComparisonOperator;
  /** Periods of the metric that are looked at. @default 1 */
  readonly periods?: number;
  /** How many of these periods must be bad. @default all of them */
  readonly bad?: number;
  /** @default no data is good news */
  readonly missing?: TreatMissingData;
  /**
   * Whether it rings for the absence of something that a new stage has never had: it calls nobody before the stage has
   * shown its first sign of life.
   *
   * @default false
   */
  readonly isOfAbsence?: boolean;
}

/** One page for alarms that mean the same. */
export interface Page {
  readonly id: string;
  readonly impact: string;
  readonly article: Article;
  readonly watches: readonly Watch[];
}
