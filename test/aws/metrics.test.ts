import { createConsentMetrics, createEmbeddedMetrics, createHeartbeatMetrics } from '../../lambdas/aws/metrics.ts';

/** The lines of CloudWatch's embedded metric format that are printed. */
function printed(put: () => void): Array<Record<string, unknown>> {
  const lines: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = (line) => lines.push(String(line)) > 0;
  try {
    put();
  } finally {
    process.stdout.write = write;
  }
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A `put` that records its measurements. */
function aRecordingPut() {
  const lines: string[] = [];
  const put = (name: string, value: number, dimensions: object) =>
    void lines.push([name, value, ...Object.values(dimensions)].join(' '));
  return { put, lines };
}

describe('createEmbeddedMetrics', () => {
  it.each([
    ['prod', { POSTERN_STAGE: 'prod' }],
    ['local', {}],
  ])('names the stage %s beside the dimensions', (stage, environment) => {
    const [line] = printed(() => createEmbeddedMetrics(environment)('crmErrors', 1, { class: 'outage' }));

    expect(line).toMatchObject({ CrmErrors: 1, class: 'outage', stage, service: 'postern' });
  });

  it.each([
    ['lag', 'Seconds'],
    ['parseToCrm', 'Milliseconds'],
    ['parseErrors', 'Count'],
  ] as const)('puts %s in %s', (name, unit) => {
    const [line] = printed(() => createEmbeddedMetrics({})(name, 1, { kind: 'x' } as never));

    expect(JSON.stringify(line?._aws)).toContain(`"Unit":"${unit}"`);
  });

  it('puts only the problems in the idle profile', () => {
    const put = createEmbeddedMetrics({ POSTERN_PROFILE: 'idle' });

    expect(printed(() => put('parseErrors', 1, {}))).toEqual([]);
    expect(printed(() => put('problems', 2, {}))).toMatchObject([{ Problems: 2 }]);
  });
});

describe('the measurements of lanes', () => {
  it('tells the effect in the ledger from the lag of targets, in seconds', () => {
    const { put, lines } = aRecordingPut();
    const { lag } = createConsentMetrics(put);

    lag('bounce', 'ledger', 1_500);
    lag('bounce', 'main', 2_000);

    expect(lines).toEqual(['effect 1.5 bounce', 'lag 2 bounce']);
  });

  it('puts every measurement of the heartbeat, ages in seconds', () => {
    const { put, lines } = aRecordingPut();
    const metrics = createHeartbeatMetrics(put);

    metrics.beat();
    metrics.oldestPending('conversation', 3_000);
    metrics.canary('ledger', 4_000);
    metrics.sweepAge(5_000);
    metrics.provider('gmail', 0.1, 0.2);
    metrics.worstComplaintRate(0.3);

    expect(lines).toEqual([
      'heartbeat 1',
      'oldestPendingAge 3 conversation',
      'canaryAge 4 ledger',
      'sweepAge 5',
      'complaintRate 0.1 gmail',
      'hardBounceRate 0.2 gmail',
      'worstComplaintRate 0.3',
    ]);
  });
});
