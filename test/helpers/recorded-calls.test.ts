import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './pipeline.ts';
import {
  asLines,
  normalized,
  principalOf,
  type RecordedCall,
  readRecordedCalls,
  settleCalls,
} from './recorded-calls.ts';

const aCall = (changes: Partial<RecordedCall> = {}): RecordedCall => ({
  function: 'parse',
  principal: 'arn:aws:sts::000000000000:assumed-role/ParseRole/ParseFunction',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::mail/inbound/a',
  context: {},
  ...changes,
});

describe('a recorded call', () => {
  it.each([
    ['arn:aws:s3:::mail/inbound/143d8854', 'arn:aws:s3:::mail/inbound/object'],
    ['arn:aws:s3:::files/attachments/evt_1/2', 'arn:aws:s3:::files/attachments/object'],
    ['arn:aws:s3:::mail/stray', 'arn:aws:s3:::mail/object'],
    ['arn:aws:s3:::mail', 'arn:aws:s3:::mail'],
    [
      'arn:aws:ses:us-east-1:000000000000:identity/acme.example',
      'arn:aws:ses:us-east-1:000000000000:identity/sender.example',
    ],
    ['arn:aws:sqs:us-east-1:000000000000:Inbox', 'arn:aws:sqs:us-east-1:000000000000:Inbox'],
  ])('normalizes the resource %s to %s', (resource, normalizedResource) => {
    expect(normalized(aCall({ resource })).resource).toBe(normalizedResource);
  });

  it('keeps the context keys that policies use, in order', () => {
    const context = { 's3:prefix': 'inbound/a', 'kms:ViaService': 's3', 'aws:SourceAccount': '1' };

    expect(Object.entries(normalized(aCall({ context })).context)).toEqual([
      ['aws:SourceAccount', '1'],
      ['kms:ViaService', 's3'],
    ]);
  });

  it('records all objects under the same prefix once', () => {
    const resources = ['arn:aws:s3:::mail/inbound/b', 'arn:aws:s3:::mail/inbound/a', 'arn:aws:s3:::mail/events/a'];

    expect(asLines(resources.map((resource) => aCall({ resource })))).toHaveLength(2);
  });

  it.each([
    ['arn:aws:sts::000000000000:assumed-role/ParseRole/ParseFunction', 'arn:aws:iam::000000000000:role/ParseRole'],
    ['ses.amazonaws.com', undefined],
  ])('maps the principal %s to the role %s', (principal, roleArn) => {
    expect(principalOf(aCall({ principal })).roleArn).toBe(roleArn);
  });
});

describe('settleCalls', () => {
  let folder: string;
  const recordOf = (...lines: ReadonlyArray<RecordedCall & { decision: string }>): string => {
    const file = join(folder, 'calls.jsonl');
    writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"function":"killed in the mid`);
    return file;
  };
  const [known] = readRecordedCalls();
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('accepts calls that are recorded', () => {
    expect(() => settleCalls(recordOf({ ...known!, decision: 'allowed' }))).not.toThrow();
    expect(() => settleCalls(join(folder, 'none'))).not.toThrow();
  });

  it('reports calls that are not recorded', () => {
    expect(() => settleCalls(recordOf({ ...aCall(), decision: 'allowed' }))).toThrow(
      /npm run record-calls -- --add test\/helpers\/recorded-calls\.test\.ts adds them:\n\{"function":"parse".+inbound\/object/,
    );
  });

  it('accepts an unrecorded call that depends on the clock', () => {
    const isSeldom = ({ function: name }: RecordedCall): boolean => name === 'parse';
    const settle = (call: RecordedCall) => settleCalls(recordOf({ ...call, decision: 'allowed' }), { isSeldom });

    expect(() => settle(aCall())).not.toThrow();
    expect(() => settle(aCall({ function: 'sink' }))).toThrow('does not have');
  });

  it('reports a call that IAM denied', () => {
    expect(() => settleCalls(recordOf({ ...known!, decision: 'denied' }))).toThrow(
      /^IAM denied what a journey asked for/,
    );
  });

  it('accepts a denial that the journey expects', () => {
    const isExpectedDenial = ({ action }: RecordedCall): boolean => action === known!.action;

    expect(() => settleCalls(recordOf({ ...known!, decision: 'denied' }), { isExpectedDenial })).not.toThrow();
  });

  it('writes the calls to a folder when they are to be recorded', () => {
    settleCalls(recordOf({ ...aCall(), decision: 'allowed' }), { folder });

    const [file] = readdirSync(folder).filter((name) => name !== 'calls.jsonl');
    expect(JSON.parse(readFileSync(join(folder, file!), 'utf8'))).toEqual(normalized(aCall()));
  });
});
