import type { DealMoveMark } from '../../lambdas/domain/crm/deal-stage.ts';
import type { DealMoveMarks } from '../../lambdas/domain/planning/move-deal.ts';

/** Marks of moved deals in the memory of one test. */
export function memoryDealMoves(): { -readonly [name in keyof DealMoveMarks]: DealMoveMarks[name] } {
  const marks = new Map<string, DealMoveMark>();
  return {
    last: async (connection, deal) => marks.get(`${connection}#${deal}`),
    async write(connection, deal, mark) {
      const known = marks.get(`${connection}#${deal}`);
      if (known !== undefined && known.at > mark.at && known.eventId !== mark.eventId) return false;
      marks.set(`${connection}#${deal}`, mark);
      return true;
    },
  };
}
