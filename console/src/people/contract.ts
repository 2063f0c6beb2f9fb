// The answers about one person and about reviews, as far as the console reads them.
import type { MailCard } from '../contract.ts';

export interface ConsentReason {
  readonly code: string;
  readonly purposes: readonly string[];
  readonly since?: string;
  readonly source?: string;
  readonly evidence?: string;
  readonly detail?: string;
}

export interface ConsentTarget {
  readonly target: string;
  readonly state: string;
  readonly at?: string;
  readonly verifiedAt?: string;
  readonly reason?: string;
  readonly proof?: { readonly by?: string; readonly answer?: string };
}

export interface ConsentEntry {
  readonly at: string;
  readonly change?: string;
  readonly signal?: string;
  readonly source?: string;
  readonly evidence?: string;
  readonly purposes?: readonly string[];
  readonly standing?: string;
}

export interface ConsentLookUp {
  readonly address?: string;
  readonly eligible?: Readonly<Record<string, boolean>>;
  readonly answer?: {
    readonly eligible?: Readonly<Record<string, boolean>>;
    readonly reasons?: readonly ConsentReason[];
  };
  readonly reasons?: readonly ConsentReason[];
  readonly status?: unknown;
  readonly history: readonly ConsentEntry[];
  readonly targets: readonly ConsentTarget[];
}

export interface ReviewSample extends Partial<MailCard> {
  readonly eventId: string;
  readonly receivedAt: string;
  readonly rules?: readonly string[];
  readonly words?: string;
}

export interface ReviewedClass {
  readonly class: string;
  readonly reviewed: number;
  readonly right: number;
}

export interface Reviews {
  readonly offers: readonly unknown[];
  readonly samples: readonly ReviewSample[];
  readonly accuracy: readonly ReviewedClass[];
}
