import type { AwsReadiness } from '../../../cli/aws-readiness/examine.ts';
import { type FakeAccount, healthyAccount, variablesAt } from '../../helpers/fake-account.ts';
import { type FakeAws, startFakeAws } from '../../helpers/fake-aws.ts';
import { type FakeDnsServer, startFakeDnsServer } from '../../helpers/fake-dns-server.ts';
import { type CliResult, runCli, temporaryFolder } from '../../helpers/pipeline.ts';

let aws: FakeAws;
let dns: FakeDnsServer;
beforeAll(async () => {
  aws = await startFakeAws();
  dns = await startFakeDnsServer(() => aws.state.dns);
});
afterAll(() => Promise.all([aws.stop(), dns.stop()]));

/** Runs `postern doctor --aws` against an account that a test has changed. */
async function doctor(
  args: string[],
  plant: (account: FakeAccount) => unknown = () => {},
  changed: Record<string, string> = {},
): Promise<CliResult> {
  aws.state = healthyAccount();
  plant(aws.state);
  const environment = { ...variablesAt(aws.url), POSTERN_DATA_DIR: temporaryFolder(), ...changed };
  return runCli(['doctor', '--aws', '--dns', dns.address, ...args], environment);
}

interface Line {
  readonly healthy: boolean;
  readonly problems: readonly string[];
  readonly aws: AwsReadiness;
}

describe('postern doctor --aws', () => {
  it('ends with exit code 0 where nothing is wrong', async () => {
    const { code, stdout, stderr } = await doctor([]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^account 111122223333, eu-west-1: \d+ questions asked$/m);
    expect(stdout.trim().split('\n').at(-1)).toBe('Nothing is wrong.');
  });

  it('says each problem with its code and what to do, and ends with exit code 1', async () => {
    const { code, stdout } = await doctor([], ({ dns: records }) => Object.assign(records, { mx: {} }));

    expect(code).toBe(1);
    expect(stdout).toContain(
      'PROBLEM inbound.acme.com has no MX record: no mail gets to SES [mx-missing]\n  make this DNS record: inbound.acme.com MX 10 inbound-smtp.eu-west-1.amazonaws.com\n',
    );
    expect(stdout).not.toContain('Nothing is wrong.');
  });

  it('keeps exit code 0 for a remark', async () => {
    const { code, stdout } = await doctor([], ({ subscriptions }) => subscriptions.push('PendingConfirmation'));

    expect(code).toBe(0);
    expect(stdout).toMatch(/^REMARK .* \[pages-pending\]$/m);
  });

  it('prints one JSON line with the findings beside the usual keys', async () => {
    const result = await doctor(['--json'], (account) => Object.assign(account, { keyState: 'Disabled' }));

    const [line, ...more] = result.lines<Line>();
    expect(result.code).toBe(1);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ healthy: false, problems: [], integrations: 1 });
    expect(line?.aws).toMatchObject({ account: '111122223333', region: 'eu-west-1' });
    expect(line?.aws.findings.map(({ severity, code }) => ({ severity, code }))).toEqual([
      { severity: 'problem', code: 'key-unusable' },
    ]);
  });

  it('goes on where the pipeline itself may not be looked at', async () => {
    const result = await doctor(['--json'], ({ denied }) => denied.push('dynamodb:Query'));

    const [line] = result.lines<Line>();
    expect(result.code).toBe(1);
    expect(line?.problems).toEqual([expect.stringMatching(/^the pipeline could not be looked at \(AccessDenied/)]);
    expect(line?.aws.findings.map(({ code }) => code)).toEqual(['permission-missing']);
  });

  it('asks nothing more where the account is another', async () => {
    const result = await doctor(['--json'], (account) => Object.assign(account, { caller: '999999999999' }));

    const [line] = result.lines<Line>();
    expect(line?.aws.asked).toBe(1);
    expect(line?.aws.findings.map(({ code }) => code)).toEqual(['account-mismatch']);
  });

  it('names the variables that are not set', async () => {
    const { code, stdout, stderr } = await doctor([], () => {}, { RECEIPT_RULE: '', KEY_ARN: '' });

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^postern: RECEIPT_RULE, KEY_ARN not set; .*CliEnvironment output.*\n$/);
  });

  it('refuses a DNS server that is none', async () => {
    const { code, stderr } = await runCli(['doctor', '--aws', '--dns', 'dns.google'], {
      ...variablesAt(aws.url),
      POSTERN_DATA_DIR: temporaryFolder(),
    });

    expect(code).toBe(2);
    expect(stderr).toMatch(/'--dns <server>' argument 'dns.google' is invalid. Wants an IP address/);
  });
});
