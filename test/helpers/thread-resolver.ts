import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { cancellationReasonsOf } from '../../lambdas/aws/aws-error.ts';
import { createDynamoThreadIndex } from '../../lambdas/aws/dynamo-thread-index.ts';
import { createGatheredReads } from '../../lambdas/aws/gathered-reads.ts';
import { claimItems } from '../../lambdas/aws/thread-claims.ts';
import type { ThreadClues, ThreadDecision } from '../../lambdas/domain/threads/thread-entry.ts';
import { threadDays } from '../../lambdas/retention.ts';
import type { TestDynamo } from './dynamo.ts';

const maxRounds = 8;

/** Builds a thread index in a database that writes the claims of its proposals itself, without a ledger. */
export function createThreadResolver({ platform, dynamo, threadsTable }: TestDynamo) {
  const index = createDynamoThreadIndex(platform, createGatheredReads(platform), threadsTable);
  return {
    async resolve(clues: ThreadClues): Promise<ThreadDecision> {
      for (let round = 0; round < maxRounds; round += 1) {
        const proposal = await index.propose(clues, round);
        const TransactItems = claimItems(threadsTable, proposal, threadDays);
        if (TransactItems.length === 0) return proposal.decision;
        try {
          await dynamo.send(new TransactWriteCommand({ TransactItems }));
          return proposal.decision;
        } catch (error) {
          cancellationReasonsOf(error);
        }
      }
      throw new Error(`${clues.eventId} lost ${maxRounds} rounds`);
    },
  };
}
