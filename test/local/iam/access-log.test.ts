import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccessLog } from '../../../local/iam/access-log.ts';
import { aPrincipal, aService } from '../../helpers/iam.ts';
import { temporaryFolder } from '../../helpers/pipeline.ts';

const call = { action: 'dynamodb:UpdateItem', resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/Ledger' };
const denied = { isAllowed: false, reason: 'because no policy allows it', id: 'one' };
const linesOf = (file: string): unknown[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

function aLog(isRecorded = false) {
  const folder = temporaryFolder();
  const [file, record] = [join(folder, 'iam.log'), join(folder, 'record.jsonl')];
  const reported: string[] = [];
  const log = createAccessLog({
    file,
    recordFile: isRecorded ? record : undefined,
    report: (line) => reported.push(line),
    now: () => new Date('2026-11-29T00:00:00Z'),
  });
  return { log, file, record, told: reported };
}

describe('the log of denied calls', () => {
  it('has a line for each, with function, action and resource', () => {
    const { log, file } = aLog();

    log.note(aPrincipal, call, denied);
    log.note(aPrincipal, call, denied);

    const line = { time: '2026-11-29T00:00:00.000Z', function: 'sink', ...call, reason: denied.reason };
    expect(linesOf(file)).toEqual([
      { ...line, times: 1 },
      { ...line, times: 2 },
    ]);
  });

  it('tells a person once of each kind', () => {
    const { log, file, told } = aLog();

    for (const id of ['one', 'one', 'other']) log.note(aPrincipal, call, { ...denied, id });

    expect(told).toHaveLength(2);
    expect(told[0]).toBe(
      `IAM: sink is not authorized to perform ${call.action} on ${call.resource} ${denied.reason}; see ${file}`,
    );
  });

  it('counts on when a caller asks without end, and writes no more lines', () => {
    const { log, file } = aLog();

    for (let nth = 0; nth < 150; nth += 1) log.note(aPrincipal, call, denied);

    expect(linesOf(file)).toHaveLength(100);
    expect(log.denials()).toEqual([{ function: 'sink', ...call, reason: denied.reason, times: 150 }]);
  });

  it('has nothing of what is allowed, and is not made for it', () => {
    const { log, file, told } = aLog();

    log.note(aPrincipal, call, { isAllowed: true, reason: '', id: 'one' });

    expect([linesOf(file), told, log.denials()]).toEqual([[], [], []]);
  });
});

it('records each of the calls that policies do not tell apart, in whatever order they come', () => {
  const { log, record } = aLog(true);

  for (const resource of ['arn:aws:s3:::mail/a', 'arn:aws:s3:::mail/b', 'arn:aws:s3:::mail/a'])
    log.note(aPrincipal, { ...call, resource }, { isAllowed: true, reason: '', id: 'one' });

  expect(linesOf(record)).toMatchObject([{ resource: 'arn:aws:s3:::mail/a' }, { resource: 'arn:aws:s3:::mail/b' }]);
});

it('records every call once, allowed or not', () => {
  const { log, record } = aLog(true);
  const context = { 'aws:SourceAccount': '000000000000' };

  log.note(aPrincipal, call, { isAllowed: true, reason: '', id: 'one' });
  log.note(aPrincipal, call, { isAllowed: true, reason: '', id: 'one' });
  log.note(aService, { ...call, context }, { ...denied, id: 'other' });

  expect(linesOf(record)).toEqual([
    { function: 'sink', principal: aPrincipal.arn, ...call, context: {}, decision: 'allowed' },
    { function: 'ses.amazonaws.com', principal: 'ses.amazonaws.com', ...call, context, decision: 'denied' },
  ]);
});
