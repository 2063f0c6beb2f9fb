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
  ])('on %s is kept as one on %s', (resource, kept) => {
    expect(normalized(aCall({ resource })).resource).toBe(kept);
  });

  it('keeps the context that policies look at, in order', () => {
    const context = { 's3:prefix': 'inbound/a', 'kms:ViaService': 's3', 'aws:SourceAccount': '1' };

    expect(Object.entries(normalized(aCall({ context })).context)).toEqual([
      ['aws:SourceAccount', '1'],
      ['kms:ViaService', 's3'],
    ]);
  });

  it('is kept once', () => {
    const resources = ['arn:aws:s3:::mail/inbound/b', 'arn:aws:s3:::mail/inbound/a', 'arn:aws:s3:::mail/events/a'];

    expect(asLines(resources.map((resource) => aCall({ resource })))).toHaveLength(2);
  });

  it.each([
    ['arn:aws:sts::000000000000:assumed-role/ParseRole/ParseFunction', 'arn:aws:iam::000000000000:role/ParseRole'],
    ['ses.amazonaws.com', undefined],
  ])('of %s is asked for the role %s', (principal, roleArn) => {
    expect(principalOf(aCall({ principal })).roleArn).toBe(roleArn);
  });
});

describe('the calls of a journey', () => {
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

  it('are among the recorded ones', () => {
    expect(() => settleCalls(recordOf({ ...known!, decision: 'allowed' }))).not.toThrow();
    expect(() => settleCalls(join(folder, 'none'))).not.toThrow();
  });

  it('are named when they are not', () => {
    expect(() => settleCalls(recordOf({ ...aCall(), decision: 'allowed' }))).toThrow(
      /npm run record-calls -- --add test\/helpers\/recorded-calls\.test\.ts adds them:\n\{"function":"parse".+inbound\/object/,
    );
  });

  it('need not be recorded where the clock says whether they are made', () => {
    const isSeldom = ({ function: name }: RecordedCall): boolean => name === 'parse';
    const settle = (call: RecordedCall) => settleCalls(recordOf({ ...call, decision: 'allowed' }), { isSeldom });

    expect(() => settle(aCall())).not.toThrow();
    expect(() => settle(aCall({ function: 'sink' }))).toThrow('does not have');
  });

  it('are not denied', () => {
    expect(() => settleCalls(recordOf({ ...known!, decision: 'denied' }))).toThrow(
      /^IAM denied what a journey asked for/,
    );
  });

  it('are denied where the journey wants it', () => {
    const isMeant = ({ action }: RecordedCall): boolean => action === known!.action;

    expect(() => settleCalls(recordOf({ ...known!, decision: 'denied' }), { isMeant })).not.toThrow();
  });

  it('are put into a folder to be recorded', () => {
    settleCalls(recordOf({ ...aCall(), decision: 'allowed' }), { folder });

    const [file] = readdirSync(folder).filter((name) => name !== 'calls.jsonl');
    expect(JSON.parse(readFileSync(join(folder, file!), 'utf8'))).toEqual(normalized(aCall()));
  });
});
