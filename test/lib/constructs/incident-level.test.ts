import { readFileSync } from 'node:fs';
import { type Article, alarmText, incidentLevels } from '../../../lib/constructs/incident-level.ts';

const articles = Object.entries(incidentLevels) as ReadonlyArray<readonly [Article, number]>;
const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');

describe('alarmText', () => {
  it('names the level, the meaning and the article', () => {
    expect(alarmText({ impact: 'Mail waits.', article: 'mail-waits' })).toBe(
      'Level 1. Mail waits. See docs/runbook.md#mail-waits',
    );
  });
});

describe('the levels of incidents', () => {
  const rows = [...runbook.matchAll(/^\| (\d) \| (\[.*) \|$/gm)].map(([, level, cell]) => ({
    level: Number(level),
    anchors: [...cell!.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor!),
  }));

  it('are in the runbook as in the code, each article once', () => {
    const written = rows.flatMap(({ level, anchors }) => anchors.map((anchor) => [anchor, level] as const));

    expect(rows.map(({ level }) => level)).toEqual([1, 2, 3]);
    expect(written.toSorted()).toEqual(articles.toSorted());
  });

  it('have a time for the first answer each', () => {
    for (const level of [1, 2, 3]) expect(runbook).toMatch(new RegExp(`^\\| ${level} \\| .*(?:minutes|hour|day)`, 'm'));
  });

  it.each(['unsubscribe-late', 'complaint-late', 'bounce-late', 'heartbeat-missing'] as const)(
    'put %s first: somebody may be mailed who must not be',
    (article) => {
      expect(incidentLevels[article]).toBe(1);
    },
  );
});
