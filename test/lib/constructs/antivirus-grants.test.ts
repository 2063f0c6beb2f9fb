import type { Construct } from 'constructs';
import { ApiStage } from '../../../lib/constructs/api-stage.ts';
import { FeedbackStage } from '../../../lib/constructs/consent-stages.ts';
import type { FlowFunction, FlowProps } from '../../../lib/constructs/flow-function.ts';
import { ParseStage, RedriveStage, SinkStage, SweepStage } from '../../../lib/constructs/flow-stages.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { actionsOf, aFlow, environmentOf, statementsOf } from '../flow-stack.ts';

type Stage = new (scope: Construct, id: string, flow: FlowProps) => FlowFunction;

const built = new Map<string, ReturnType<typeof make>>();

/** Builds a function once for each setting. */
function build(Made: Stage, antivirus?: StageConfig['antivirus']) {
  const key = JSON.stringify([Made.name, antivirus]);
  const known = built.get(key) ?? make(Made, antivirus);
  built.set(key, known);
  return known;
}

function make(Made: Stage, antivirus?: StageConfig['antivirus']) {
  const { stack, flow } = aFlow(antivirus === undefined ? {} : { antivirus });
  const fn = new Made(stack, 'Fn', flow);
  const { POSTERN_ANTIVIRUS, POSTERN_CLAMD, LEDGER_TABLE } = environmentOf(stack, fn);
  const statements = statementsOf(stack, 'FnRole');
  return { environment: { POSTERN_ANTIVIRUS, POSTERN_CLAMD }, table: LEDGER_TABLE, statements };
}
const readsTags = (Made: Stage, antivirus?: StageConfig['antivirus']): boolean =>
  actionsOf(build(Made, antivirus).statements).includes('s3:GetObjectTagging');

describe('the functions of a stage with an antivirus', () => {
  it.each<[Stage, boolean]>([
    [ParseStage, false],
    [SinkStage, true],
    [RedriveStage, true],
    [ApiStage, true],
    [SweepStage, false],
  ])('%p reads tags where GuardDuty scans: %s', (Made, isReader) => {
    expect(readsTags(Made, 'guardduty')).toBe(isReader);
    expect(readsTags(Made)).toBe(false);
  });

  it.each<Stage>([ParseStage, SinkStage, RedriveStage, ApiStage, FeedbackStage])(
    '%p knows that GuardDuty scans',
    (Made) => {
      expect(build(Made, 'guardduty').environment).toEqual({ POSTERN_ANTIVIRUS: 'guardduty' });
      expect(build(Made).environment).toEqual({});
    },
  );

  it('names the clamd to the function that reads mail, and to no other', () => {
    const clamd = 'tcp:clamd.internal:3310';

    expect(build(ParseStage, { clamd }).environment).toEqual({ POSTERN_CLAMD: clamd });
    expect(build(SinkStage, { clamd }).environment).toEqual({});
    expect(readsTags(SinkStage, { clamd })).toBe(false);
  });

  it('lets the function that hears the event bus record results, and only where there are any', () => {
    const [scanned, usual] = [build(FeedbackStage, 'guardduty'), build(FeedbackStage)];
    const onLedger = ({ statements }: typeof usual) =>
      statements.filter(({ resources }) => /TablesLedger/.test(resources.join())).flatMap(({ actions }) => actions);

    expect(onLedger(scanned)).toEqual(['dynamodb:UpdateItem']);
    expect(scanned.table).toBeDefined();
    expect(onLedger(usual)).toEqual([]);
    expect(usual.table).toBeUndefined();
  });
});
