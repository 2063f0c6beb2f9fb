import './quiet.ts';
import type { Context } from 'aws-lambda';
import { createApiContainer } from '../../lambdas/api/container.ts';
import { createApiHandler } from '../../lambdas/api/handler.ts';
import { writeIntegrations } from '../../lambdas/aws/dynamo-control.ts';
import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import type { StoragePlatform } from '../../lambdas/aws/storage-platform.ts';
import { createDelivery } from '../../lambdas/deliver/container.ts';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { type DeliveryMessage, groupOf } from '../../lambdas/domain/delivery/delivery.ts';
import type { Ledger } from '../../lambdas/domain/delivery/ledger.ts';
import { env, metrics } from '../../lambdas/env.ts';
import { createFeedContainer } from '../../lambdas/feed/container.ts';
import { createFeedHandler } from '../../lambdas/feed/handler.ts';
import { createFeedbackContainer } from '../../lambdas/feedback/container.ts';
import { createFeedbackHandler } from '../../lambdas/feedback/handler.ts';
import { createHeartbeatContainer } from '../../lambdas/heartbeat/container.ts';
import { createHeartbeatHandler } from '../../lambdas/heartbeat/handler.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';
import { createParseContainer } from '../../lambdas/parse/container.ts';
import { createParseHandler } from '../../lambdas/parse/handler.ts';
import { createRedriveContainer } from '../../lambdas/redrive/container.ts';
import { createRedriveHandler } from '../../lambdas/redrive/handler.ts';
import { createSinkContainer } from '../../lambdas/sink/container.ts';
import { createSinkHandler } from '../../lambdas/sink/handler.ts';
import { createSuppressContainer } from '../../lambdas/suppress/container.ts';
import { createSuppressHandler } from '../../lambdas/suppress/handler.ts';
import { createSweepContainer } from '../../lambdas/sweep/container.ts';
import { createSweepHandler } from '../../lambdas/sweep/handler.ts';
import { createTrailContainer } from '../../lambdas/trail/container.ts';
import { createTrailHandler } from '../../lambdas/trail/handler.ts';
import { readWiring, type Wiring } from '../../local/wiring.ts';
import { localTemplates } from '../helpers/local-templates.ts';
import { createEraser } from './eraser.ts';
import { type FaultPlan, Faults } from './faults.ts';
import { createOfficer } from './officer.ts';
import { createRandom } from './random.ts';
import { Scheduler } from './scheduler.ts';
import { SimulatedCrm } from './services/crm.ts';
import { SimulatedDynamo } from './services/dynamo.ts';
import { type CallHooks, mapQueue, type SimulatedFunction, SimulatedLambda, type Worker } from './services/lambda.ts';
import { SimulatedS3 } from './services/s3.ts';
import { SimulatedQueue } from './services/sqs.ts';
import { mapStream, SimulatedStream } from './services/stream.ts';

/** A guarantee that is removed on purpose, to prove that the checks notice. */
export const mutations = ['no-write-ahead-marker', 'no-fence', 'no-intent', 'no-visibility-wait', 'no-claim'] as const;
export type Mutation = (typeof mutations)[number];

interface WorldOptions {
  readonly seed: number;
  readonly plan: FaultPlan;
  readonly integrations: IntegrationsFile;
  /** Receives before a delivery goes to the dead-letter queue; default: the template's own. */
  readonly maxReceiveCount?: number;
  readonly mutation?: Mutation;
  readonly hooks?: CallHooks;
  /** Records a trace of the run. */
  readonly keepsTrace?: boolean;
  /** Runs no heartbeat, and so no canary: only the mail of the test is in flight. */
  readonly withoutHeartbeat?: boolean;
  /** Period of heartbeat and redrive in minutes; default: ten for the heartbeat, one for redrive. */
  readonly scheduleMinutes?: number;
  /** Records the metrics of the functions, and runs the heartbeat every minute. */
  readonly recordsMetrics?: boolean;
  /** Runs the functions that read the streams of tables: the audit trail and the feed. */
  readonly withStreams?: boolean;
  /** Offers groups in the order in which they become ready, instead of at random. */
  readonly fifoDispatch?: boolean;
  /** The deployment that is simulated, with its queues at {@link simulatedEndpoint}; default: the laptop's stage. */
  readonly wiring?: Wiring;
  /** Told of each table, bucket and secret that a function uses; secrets by the variable that names them. */
  readonly onUse?: (stage: string, resource: string) => void;
}

const startsAt = Date.UTC(2026, 10, 21, 9);
/** Where the simulated queues are. */
export const simulatedEndpoint = 'http://sqs.simulated';
const localWiring = readWiring(simulatedEndpoint, await localTemplates());

/** A heartbeat every minute would be most of the work of a simulation of many days. */
const heartbeatMinutes = 10;
const minuteMs = 60_000;

/** Key under which the simulation hashes addresses. */
export const addressKey = 'a key of the simulation';
export const tokenKeys = JSON.stringify({ current: 'k1', k1: 'a key of the simulation' });
export const apiKey = 'a-key-of-the-simulation';
export const hookSecret = `whsec_${Buffer.from('a key of the simulation.').toString('base64')}`;

/** A data point of a metric, as CloudWatch would store it. */
export interface Measured {
  /** Epoch ms. */
  readonly at: number;
  readonly name: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** DMARC verdict of SES: GRAY if the domain of From has no DMARC record. */
export type DmarcVerdict = 'PASS' | 'FAIL' | 'GRAY';

/** The whole deployment over simulated services, wired as in the synthesized templates. */
export class World {
  readonly scheduler = new Scheduler(startsAt);
  readonly faults: Faults;
  readonly s3: SimulatedS3;
  readonly dynamo: SimulatedDynamo;
  readonly queues = new Map<string, SimulatedQueue>();
  readonly lambda: SimulatedLambda;
  readonly crm: SimulatedCrm;
  readonly traceLines: string[] = [];
  /** Deliveries in the order in which they were first queued. */
  readonly queued: Array<{ readonly group: string; readonly eventId: string; readonly integration: string }> = [];
  readonly metrics: Measured[] = [];
  /** DynamoDB's request units by function. */
  readonly units = new Map<string, { read: number; write: number }>();
  /** Called when a delivery is first queued. */
  onQueued: (message: DeliveryMessage) => void = () => {};
  readonly names: Readonly<Record<string, string>>;
  readonly random;
  /** Mails with an envelope that is lost for good. */
  readonly unknownEnvelopes = new Set<string>();
  /** Stages with functions that fail every invocation. */
  readonly dead = new Set<string>();
  /** Tells whether reading these bytes kills the reader. */
  isDeadly: (raw: Buffer) => boolean = () => false;
  /** Tells whether a message is lost before it reaches its queue. */
  isLost: (body: string) => boolean = () => false;
  private readonly functions = new Map<string, SimulatedFunction>();
  private readonly mappings: Array<ReturnType<typeof mapQueue> & { readonly stage: string }> = [];
  private readonly streamMappings: Array<ReturnType<typeof mapStream>> = [];
  private readonly options: WorldOptions;
  private readonly wiring: Wiring;
  private readonly known = new Set<string>();
  private mails = 0;
  private areSchedulesOn = true;

  constructor(options: WorldOptions) {
    this.options = options;
    const { wiring = localWiring } = options;
    this.wiring = wiring;
    const { scheduler } = this;
    this.random = createRandom(options.seed);
    this.faults = new Faults(options.plan, createRandom(options.seed ^ 0x5bd1e995));
    const now = (): number => scheduler.now;
    const trace = (text: string): void => this.trace(text);
    this.s3 = new SimulatedS3(now);
    this.dynamo = new SimulatedDynamo(wiring.tables.map(schemaOf), now, () => this.faults.strikes('late-index'));
    if (options.mutation === 'no-fence')
      this.dynamo.rewriteCondition = (text) => text.replace('#fence = :held', 'attribute_exists(pk)');
    const shuffle = options.fifoDispatch ? undefined : this.random.shuffle;
    for (const settings of wiring.queues) {
      const { attributes } = settings;
      const redrive = JSON.parse(attributes.RedrivePolicy ?? '{}') as object;
      const isShort = attributes.FifoQueue === 'true' && 'deadLetterTargetArn' in redrive && options.maxReceiveCount;
      const shortened = { ...redrive, maxReceiveCount: options.maxReceiveCount };
      const RedrivePolicy = JSON.stringify(shortened);
      const drawn = isShort ? { ...settings, attributes: { ...attributes, RedrivePolicy } } : settings;
      this.queues.set(settings.url, new SimulatedQueue(drawn, now, shuffle));
    }
    for (const { url, attributes } of wiring.queues) {
      const redrive = JSON.parse(attributes.RedrivePolicy ?? '{}') as { deadLetterTargetArn?: string };
      const target = [...this.queues.values()].find(({ arn }) => arn === redrive.deadLetterTargetArn);
      this.queues.get(url)!.deadLetters = target;
      if (target !== undefined) target.isDeadLetterQueue = true;
    }
    this.lambda = new SimulatedLambda({
      scheduler,
      random: this.random,
      faults: this.faults,
      hooks: options.hooks ?? {},
      trace,
    });
    this.crm = new SimulatedCrm({ scheduler, random: this.random, faults: this.faults, lambda: this.lambda, trace });
    this.crm.isWaitDenied = options.mutation === 'no-visibility-wait';
    this.names = Object.assign({}, ...wiring.functions.map(({ environment }) => environment)) as Record<string, string>;
    this.addOfficers();
    for (const { name, stage, timeoutMs, environment } of wiring.functions) {
      const variables = {
        ...environment,
        [env.addressKey]: 'env:POSTERN_ADDRESS_KEY',
        POSTERN_ADDRESS_KEY: addressKey,
        [env.tokenKeys]: 'env:POSTERN_TOKEN_KEYS',
        POSTERN_TOKEN_KEYS: tokenKeys,
        [env.apiUrl]: 'https://api.example',
        [env.apiKeys]: 'env:POSTERN_API_KEYS',
        POSTERN_API_KEYS: JSON.stringify({ all: apiKey }),
        POSTERN_HOOK_SECRET: hookSecret,
        [env.objectLock]: 'on',
        ...(options.maxReceiveCount && { [env.maxReceiveCount]: String(options.maxReceiveCount) }),
      };
      this.functions.set(stage, {
        name: stage,
        timeoutMs,
        start: (worker) => {
          const handler = this.startStage(stage, variables, worker);
          return async (event, context) => {
            if (this.dead.has(stage)) throw new Error(`${stage} is dead`);
            return handler(event as never, context);
          };
        },
      });
      for (const source of wiring.eventSources.filter(({ functionName }) => functionName === name)) {
        this.mappings.push({
          stage,
          ...mapQueue({
            lambda: this.lambda,
            scheduler,
            random: this.random,
            faults: this.faults,
            queue: this.queues.get(source.queueUrl)!,
            target: this.functions.get(stage)!,
            batchSize: source.batchSize,
            maximumConcurrency: source.maximumConcurrency,
            trace,
          }),
        });
      }
      for (const { everyMs, input } of wiring.schedules.filter(({ functionName }) => functionName === name))
        this.schedule(stage, everyMs * (everyMs === minuteMs ? this.everyMinutes(stage) : 1), JSON.parse(input));
    }
    if (options.withStreams) this.connectStreams();
  }

  /** Connects each function to the streams that its event sources name. */
  private connectStreams(): void {
    const { lambda, scheduler, faults, dynamo } = this;
    const streams = new Map<string, SimulatedStream>();
    for (const wiring of this.wiring.streams) {
      const { stage } = this.wiring.functions.find(({ name }) => name === wiring.functionName)!;
      const target = this.functions.get(stage)!;
      const stream = streams.get(wiring.table) ?? new SimulatedStream(wiring.streamArn);
      streams.set(wiring.table, stream);
      const trace = (text: string): void => this.trace(text);
      this.streamMappings.push(mapStream({ lambda, scheduler, faults, stream, wiring, target, trace }));
    }
    dynamo.onWrite = (table, write) => streams.get(table)?.add(write, scheduler.now);
  }

  /** People at the command line, who have the rights of all functions. */
  private addOfficers(): void {
    const environment = { ...this.names, [env.addressKey]: 'env:POSTERN_ADDRESS_KEY', POSTERN_ADDRESS_KEY: addressKey };
    this.functions.set('officer', {
      name: 'officer',
      timeoutMs: 3_600_000,
      isCommand: true,
      start: (worker) => createOfficer(this.platformOf(worker, environment)) as never,
    });
    this.functions.set('eraser', {
      name: 'eraser',
      timeoutMs: 3_600_000,
      isCommand: true,
      start: (worker) => createEraser(this.platformOf(worker, environment)) as never,
    });
  }

  /** Period in minutes of a schedule that the template runs every minute. */
  private everyMinutes(stage: string): number {
    if (this.options.recordsMetrics) return 1;
    return this.options.scheduleMinutes ?? (stage === 'heartbeat' ? heartbeatMinutes : 1);
  }

  trace(text: string): void {
    if (this.options.keepsTrace)
      this.traceLines.push(`${new Date(this.scheduler.now).toISOString().slice(5, 23)} ${text}`);
  }

  /** Returns the queue that a function reads. */
  inputOf(stage: string): SimulatedQueue {
    const target = this.wiring.functions.find((declared) => declared.stage === stage);
    const source = this.wiring.eventSources.find(({ functionName }) => functionName === target?.name);
    return this.queues.get(source!.queueUrl)!;
  }

  /** Returns the queue with this name in the functions' environment. */
  queue(name: keyof typeof env): SimulatedQueue {
    return this.queues.get(this.names[env[name]]!)!;
  }

  /** Writes the integrations in the same way as `postern routes apply`. */
  async configure(): Promise<void> {
    await writeIntegrations(
      { send: async (command: never) => this.dynamo.execute(nameOf(command), inputOf(command)) } as never,
      this.names[env.controlTable]!,
      { connections: {}, integrations: [] },
      this.options.integrations,
      'somebody',
    );
  }

  /** Simulates an SMTP transaction that SES accepted: the object, the notification, and the event of S3. */
  receive(raw: Buffer, from: string, recipients: readonly string[], dmarc: DmarcVerdict = 'PASS'): string {
    const { scheduler, faults, random } = this;
    this.mails += 1;
    const mailId = `mail-${String(this.mails).padStart(4, '0')}`;
    const objectKey = `inbound/${mailId}`;
    const bucket = this.names[env.mailBucket]!;
    // SES names one recipient in its own Received field, for any envelope.
    const trace = `Received: from mx.example by inbound-smtp.us-east-1.amazonaws.com with SMTP id ${mailId} for ${recipients[0]};\r\n Sat, 21 Nov 2026 09:00:00 +0000\r\nAuthentication-Results: amazonses.com; dmarc=${dmarc.toLowerCase()}\r\n`;
    const put = (): void =>
      void this.s3.execute('PutObjectCommand', {
        Bucket: bucket,
        Key: objectKey,
        Body: Buffer.concat([Buffer.from(trace), raw]),
      });
    put();
    this.trace(`${mailId} arrives for ${recipients.join(', ')}`);
    const notification = JSON.stringify({
      notificationType: 'Received',
      mail: { messageId: mailId, timestamp: new Date(scheduler.now).toISOString(), source: from },
      receipt: {
        recipients,
        spfVerdict: { status: 'PASS' },
        dkimVerdict: { status: 'PASS' },
        dmarcVerdict: { status: dmarc },
        action: { objectKey, bucketName: bucket },
      },
    });
    const inbox = this.queue('inboxQueueUrl');
    const publish = (): void => void inbox.execute('SendMessageCommand', { MessageBody: notification });
    const lateMs = (): number => (faults.strikes('late-notification') ? random.below(300_000) : 0);
    if (faults.strikes('lost-notification')) {
      this.trace(`the notification of ${mailId} is lost`);
      this.unknownEnvelopes.add(mailId);
    } else {
      scheduler.after(lateMs(), publish);
      if (faults.strikes('duplicate-notification')) scheduler.after(random.below(120_000), publish);
    }
    if (faults.strikes('lost-object-event')) this.trace(`the object event of ${mailId} is lost`);
    else {
      const body = JSON.stringify({
        Records: [{ eventTime: new Date(scheduler.now).toISOString(), s3: { object: { key: objectKey } } }],
      });
      scheduler.after(lateMs(), () => void this.sweepQueue.execute('SendMessageCommand', { MessageBody: body }));
    }
    return mailId;
  }

  /** Invokes a function as the command line does; a failure goes to the trace and is not thrown. */
  async invoke(stage: string, payload: object): Promise<unknown> {
    try {
      return await this.lambda.invoke(this.functions.get(stage)!, payload);
    } catch (error) {
      this.trace(`${stage} on call: ${(error as Error).name}`);
      return undefined;
    }
  }

  /** Invokes a function and runs the simulation until it has answered. */
  async call(stage: string, payload: object): Promise<unknown> {
    const call: { answer?: unknown; isOver: boolean } = { isOver: false };
    void this.invoke(stage, payload).then((answer) => {
      Object.assign(call, { answer, isOver: true });
    });
    await this.run(() => call.isOver, 900_000);
    return call.answer;
  }

  /** Runs until the condition holds or this many ms have passed. */
  run(isDone: () => boolean, ms: number): Promise<void> {
    return this.scheduler.run(isDone, this.scheduler.now + ms);
  }

  /** Disables the event source of a function. */
  disable(stage: string): void {
    for (const mapping of this.mappings) if (mapping.stage === stage) mapping.stop();
  }

  /** Records the metrics of SQS itself, once a minute; an empty queue has no age. */
  measureQueues(): void {
    const { now } = this.scheduler;
    for (const queue of this.queues.values()) {
      const dimensions = { QueueName: queue.name };
      this.metrics.push({ at: now, name: 'ApproximateNumberOfMessagesVisible', value: queue.size, dimensions });
      const oldest = queue.oldestSentAt;
      if (oldest !== undefined)
        this.metrics.push({
          at: now,
          name: 'ApproximateAgeOfOldestMessage',
          value: (now - oldest) / 1000,
          dimensions,
        });
    }
  }

  /** Records the metrics of Lambda itself, once a minute; a function without failures has none. */
  measureFunctions(): void {
    const { now } = this.scheduler;
    const { failures } = this.lambda;
    for (const { name, entry } of this.wiring.functions) {
      const value = failures.get(entry.split('/').at(-2)!);
      if (value !== undefined)
        this.metrics.push({ at: now, name: 'Errors', value, dimensions: { FunctionName: name } });
    }
    failures.clear();
  }

  /** Stops all polling and schedules for this long, as in a suspended account. */
  async sleep(ms: number): Promise<void> {
    this.areSchedulesOn = false;
    for (const mapping of this.mappings) mapping.stop();
    await this.run(() => false, ms);
    this.areSchedulesOn = true;
    for (const mapping of this.mappings) mapping.resume();
  }

  /** Tells whether every queue of the flow is empty and nothing runs. */
  get isIdle(): boolean {
    return (
      !this.lambda.isBusy &&
      this.streamMappings.every(({ isIdle }) => isIdle) &&
      [...this.queues.values()].every((queue) => queue.isDeadLetterQueue || queue.size === 0)
    );
  }

  private get sweepQueue(): SimulatedQueue {
    const url = this.wiring.buckets.flatMap(({ notifications }) => notifications)[0]!.queueUrl;
    return this.queues.get(url)!;
  }

  private schedule(stage: string, everyMs: number, input: object): void {
    if (stage === 'heartbeat' && this.options.withoutHeartbeat) return;
    const run = (): void => {
      if (this.areSchedulesOn) void this.invoke(stage, input);
      this.scheduler.after(everyMs, run);
    };
    this.scheduler.after(this.random.below(everyMs), run);
  }

  private startStage(
    stage: string,
    environment: Readonly<Record<string, string>>,
    worker: Worker,
  ): (event: never, context: Context) => Promise<unknown> {
    const platform = this.platformOf(worker, environment);
    const delivery = () =>
      createDelivery(platform, {
        crm: this.crm.registryFor(worker),
        ledger: this.mutated(
          createDynamoLedger(platform, environment[env.ledgerTable]!, environment[env.consentTable]!),
        ),
      });
    switch (stage) {
      case 'parse':
        return createParseHandler(createParseContainer(platform, (raw) => this.read(worker, raw))) as never;
      case 'sink':
        return createSinkHandler(createSinkContainer(platform, delivery())) as never;
      case 'suppress':
        return createSuppressHandler(
          createSuppressContainer(platform, { targets: this.crm.targetsFor(worker) }),
        ) as never;
      case 'sweep':
        return createSweepHandler(createSweepContainer(platform)) as never;
      case 'heartbeat':
        return createHeartbeatHandler(
          createHeartbeatContainer(platform, { crm: this.crm.registryFor(worker) }),
        ) as never;
      case 'api':
        return createApiHandler(createApiContainer(platform)) as never;
      case 'feedback':
        return createFeedbackHandler(createFeedbackContainer(platform)) as never;
      case 'redrive':
        return createRedriveHandler(createRedriveContainer(platform, delivery())) as never;
      case 'trail':
        return createTrailHandler(createTrailContainer(platform)) as never;
      case 'feed':
        return createFeedHandler(createFeedContainer(platform)) as never;
      default:
        return async () => {};
    }
  }

  /** Reads a mail in place, because no real threads run here. */
  private async read(worker: Worker, raw: AsyncIterable<Uint8Array>): ReturnType<typeof readMail> {
    const bytes = Buffer.concat(await Array.fromAsync(raw));
    if (!this.isDeadly(bytes)) return readMail(onceOf(bytes));
    this.lambda.kill(worker, 'dies of what it reads');
    return new Promise(() => {});
  }

  private platformOf(worker: Worker, environment: Readonly<Record<string, string>>): StoragePlatform {
    const { scheduler, lambda } = this;
    const { onUse = () => {} } = this.options;
    const use = (resource: unknown): void => onUse(worker.functionName, String(resource));
    const client = (service: string, execute: (name: string, input: Record<string, unknown>) => unknown) => ({
      config: { requestHandler: {}, endpoint: async () => ({ hostname: 's3', path: '/', protocol: 'https:' }) },
      send: (command: never) => {
        const name = nameOf(command);
        return lambda.call(worker, `${service}.${name.replace('Command', '')}`, () => execute(name, inputOf(command)));
      },
    });
    return {
      environment: this.options.onUse === undefined ? environment : watchedSecrets(environment, use),
      dynamo: client('dynamo', (name, input) => {
        tablesOf(input).forEach(use);
        const { read, write } = this.dynamo.units;
        const answer = this.dynamo.execute(name, input);
        const units = this.units.get(worker.functionName) ?? { read: 0, write: 0 };
        units.read += this.dynamo.units.read - read;
        units.write += this.dynamo.units.write - write;
        this.units.set(worker.functionName, units);
        if (worker.functionName === 'parse' && name === 'TransactWriteCommand') this.noteBuffered(input);
        return answer;
      }) as never,
      s3: client('s3', (name, input) => {
        use(input.Bucket);
        return this.s3.execute(name, input);
      }) as never,
      getObject: (Bucket, Key) => {
        use(Bucket);
        return lambda.call(worker, 's3.GetObject', () => this.s3.bytesOf(Bucket, Key)) as Promise<
          Uint8Array | undefined
        >;
      },
      sqs: client('sqs', (name, input) => this.executeSqs(name, input)) as never,
      now: () => new Date(scheduler.now + worker.skewMs),
      // The clock of a server is known from the header of an answer, to a second.
      serverNow: () => new Date(scheduler.now + (worker.skewMs % 500)),
      random: this.random,
      putMetric: (which, value, dimensions) => {
        if (this.options.recordsMetrics)
          this.metrics.push({ at: scheduler.now, name: metrics[which].name, value, dimensions });
      },
      pause: (ms) => lambda.pause(worker, ms),
    };
  }

  private executeSqs(name: string, input: Record<string, unknown>): unknown {
    const url = String(input.QueueUrl);
    if (name === 'SendMessageCommand' && this.isLost(String(input.MessageBody))) return { MessageId: 'lost' };
    const answer = this.queues.get(url)!.execute(name, input);
    if (name === 'SendMessageCommand' && url === this.names[env.deliveriesQueueUrl])
      this.note(JSON.parse(String(input.MessageBody)) as DeliveryMessage);
    return answer;
  }

  /** Notes a delivery that parse buffers in its conversation: its turn counts from then on, as if it were queued. */
  private noteBuffered({ TransactItems }: Record<string, unknown>): void {
    for (const { Put } of TransactItems as ReadonlyArray<{ Put?: { Item: { message?: DeliveryMessage } } }>)
      if (Put?.Item.message !== undefined) this.note(Put.Item.message);
  }

  private note(message: DeliveryMessage): void {
    const id = `${message.eventId} ${message.integration}`;
    if (this.known.has(id)) return;
    this.queued.push({ ...message, group: groupOf(message) });
    this.known.add(id);
    this.onQueued(message);
  }

  private mutated(ledger: Ledger): Ledger {
    switch (this.options.mutation) {
      case 'no-write-ahead-marker':
        return { ...ledger, guard: async () => true, unguard: async () => {} };
      case 'no-intent':
        return {
          ...ledger,
          lease: (loaded, now, leaseMs) => ledger.lease(loaded, now, leaseMs),
          saveSteps: async () => true,
        };
      case 'no-claim':
        return {
          ...ledger,
          records: { ...ledger.records, claim: async () => ({ kind: 'acquired' }), remember: async () => true },
        };
      default:
        return ledger;
    }
  }
}

const nameOf = (command: { constructor: { name: string } }): string => command.constructor.name;
const inputOf = (command: { input: Record<string, unknown> }): Record<string, unknown> => command.input;

/** The tables that a request of DynamoDB names. */
function tablesOf(input: Record<string, unknown>): string[] {
  if (input.TableName !== undefined) return [String(input.TableName)];
  if (input.RequestItems !== undefined) return Object.keys(input.RequestItems as object);
  const parts = (input.TransactItems ?? []) as ReadonlyArray<Record<string, { readonly TableName: string }>>;
  return parts.flatMap((part) => Object.values(part).map(({ TableName }) => TableName));
}

/** Variables that stand for a secret; on AWS its value is read from Secrets Manager. */
const secretVariables: ReadonlySet<unknown> = new Set([
  'POSTERN_ADDRESS_KEY',
  'POSTERN_TOKEN_KEYS',
  'POSTERN_API_KEYS',
]);

/** The environment, with a report of each secret that is read. */
const watchedSecrets = (environment: Readonly<Record<string, string>>, use: (name: unknown) => void) =>
  new Proxy(environment, {
    get(target, name, receiver) {
      if (secretVariables.has(name)) use(name);
      return Reflect.get(target, name, receiver) as unknown;
    },
  });

/** The keys of a table and its indexes. */
export const schemaOf = ({ name, keySchema, indexes, ttlAttribute }: Wiring['tables'][number]) => {
  const keys = (schema: unknown) => {
    const list = schema as ReadonlyArray<{ AttributeName: string; KeyType: string }>;
    const range = list.find(({ KeyType }) => KeyType === 'RANGE')?.AttributeName;
    return {
      hash: list.find(({ KeyType }) => KeyType === 'HASH')!.AttributeName,
      ...(range !== undefined && { range }),
    };
  };
  return {
    name,
    ...keys(keySchema),
    indexes: indexes.map(({ IndexName, KeySchema }) => ({ name: String(IndexName), ...keys(KeySchema) })),
    ...(ttlAttribute !== undefined && { ttlAttribute }),
  };
};

async function* onceOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
