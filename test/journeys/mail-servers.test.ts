import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline } from '../helpers/pipeline.ts';

const hasSwaks = spawnSync('swaks', ['--version']).status === 0;
const postfix = '/usr/sbin/postfix';
// Postfix can only start as root.
const hasPostfix = existsSync(postfix) && process.getuid?.() === 0;

describe('mail from other programs', () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline();
  }, 60_000);

  afterAll(() => discard(pipeline), 60_000);

  const fateOf = (messageId: string): Promise<{ integration: string; fate: string }> =>
    eventually(async () => {
      const [story] = (await pipeline.cli('trace', messageId, '--json')).lines<{
        deliveries: Array<{ integration: string; fate: string }>;
      }>();
      return story?.deliveries.find(({ fate }) => fate !== 'pending');
    }, `the fate of ${messageId}`);

  (hasSwaks ? it : it.skip)(
    'accepts a mail from swaks',
    async () => {
      execFileSync('swaks', [
        '--server',
        `127.0.0.1:${pipeline.smtp}`,
        '--from',
        'sam@swaks.example',
        '--to',
        'sales@inbound.localhost',
        '--h-Message-Id',
        '<swaks-1@swaks.example>',
        '--header',
        'Subject: By swaks',
        '--body',
        'Hello from swaks.',
        '--attach-type',
        'text/csv',
        '--attach',
        '@/etc/hostname',
      ]);

      expect(await fateOf('<swaks-1@swaks.example>')).toMatchObject({ integration: 'sales', fate: 'delivered' });
    },
    60_000,
  );

  (hasPostfix ? it : it.skip)(
    'accepts a mail that Postfix relays',
    async () => {
      const relay = await startPostfix(pipeline.smtp);
      try {
        await sendMail(relay.port, {
          from: 'pat@relayed.example',
          to: ['deals@inbound.localhost'],
          raw: Buffer.from(
            'From: Pat <pat@relayed.example>\r\nTo: deals@inbound.localhost\r\nSubject: By Postfix\r\nMessage-ID: <postfix-1@relayed.example>\r\n\r\nRelayed.\r\n',
          ),
        });

        expect(await fateOf('<postfix-1@relayed.example>')).toMatchObject({ integration: 'deals', fate: 'delivered' });
      } finally {
        await relay.stop();
      }
    },
    90_000,
  );
});

/** Starts a Postfix in a temporary folder that relays all mail to one port. */
async function startPostfix(target: number): Promise<{ port: number; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-postfix-'));
  chmodSync(folder, 0o755);
  const [config, queue, data] = ['config', 'queue', 'data'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [config, queue, data]) mkdirSync(path);
  execFileSync('chown', ['postfix', data]);
  const port = await freePort();
  writeFileSync(
    join(config, 'main.cf'),
    `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = [127.0.0.1]:${target}
smtp_host_lookup = native
smtpd_relay_restrictions = permit_mynetworks, reject
alias_maps =
local_recipient_maps =
alias_database =
maillog_file = ${join(folder, 'mail.log')}
maillog_file_prefixes = ${folder}
`,
  );
  const isPublic = (name: string, type: string): boolean =>
    type === 'inet' || ['pickup', 'cleanup', 'qmgr'].includes(name);
  const service = (name: string, type: string, command: string, wakeup = '-', limit = '-'): string =>
    `${name} ${type} ${isPublic(name, type) ? 'n' : '-'} - n ${wakeup} ${limit} ${command}`;
  writeFileSync(
    join(config, 'master.cf'),
    `${[
      service(`127.0.0.1:${port}`, 'inet', 'smtpd'),
      service('pickup', 'unix', 'pickup', '60', '1'),
      service('cleanup', 'unix', 'cleanup', '-', '0'),
      service('qmgr', 'unix', 'qmgr', '300', '1'),
      service('rewrite', 'unix', 'trivial-rewrite'),
      service('bounce', 'unix', 'bounce', '-', '0'),
      service('defer', 'unix', 'bounce', '-', '0'),
      service('trace', 'unix', 'bounce', '-', '0'),
      service('smtp', 'unix', 'smtp'),
      service('relay', 'unix', 'smtp'),
      service('error', 'unix', 'error'),
      service('retry', 'unix', 'error'),
      service('anvil', 'unix', 'anvil', '-', '1'),
      service('scache', 'unix', 'scache', '-', '1'),
      service('postlog', 'unix-dgram', 'postlogd', '-', '1'),
    ].join('\n')}\n`,
  );
  const child: ChildProcess = spawn(postfix, ['-c', config, 'start-fg'], { stdio: 'ignore', detached: true });
  await eventually(async () => ((await isListening(port)) ? true : undefined), 'Postfix to listen', 20_000);
  return {
    port,
    async stop() {
      const ended = once(child, 'exit');
      spawnSync(postfix, ['-c', config, 'stop']);
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function isListening(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}
