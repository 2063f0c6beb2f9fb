import { type ClientOptions, createHttp, type Http } from './http.ts';
import type {
  Confirmation,
  Confirmed,
  ContentOptions,
  Eligibility,
  EligibilityQuestion,
  EventFilter,
  EventPage,
  EventView,
  FeedEntry,
  ListOptions,
} from './types.ts';

/** Where a reader keeps its place in the list. */
export interface Checkpoint {
  /** The cursor that was saved last; undefined before the first. */
  readonly load: () => Promise<string | undefined>;
  /** Called once all events of a page have been handled. */
  readonly save: (cursor: string) => Promise<void>;
}

export interface FollowOptions extends EventFilter, Checkpoint {
  /** Entries in a page, 1 to 500. */
  readonly limit?: number;
}

/** A client of the API. Each method throws `PosternError` when the API refuses. */
export class Postern {
  readonly #http: Http;

  constructor(options: ClientOptions) {
    this.#http = createHttp(options);
  }

  /** One page of the list of events. */
  list(options: ListOptions = {}): Promise<EventPage> {
    return this.#json('/v1/events', { query: options });
  }

  /** Pages behind a cursor, without an end: waits between them as the API asks for. */
  async *pages({ cursor, ...filter }: ListOptions = {}): AsyncGenerator<EventPage, void> {
    for (let next = cursor; ; ) {
      const page = await this.list({ ...filter, ...(next !== undefined && { cursor: next }) });
      yield page;
      next = page.cursor;
      if (page.pollAfterMs > 0) await this.#http.sleep(page.pollAfterMs);
    }
  }

  /**
   * Events without an end, each at least once: the place is saved behind a page, when its last event has been handled.
   * Whoever crashes before that gets the page again. For once, store the cursor of {@link pages} in the transaction of your work.
   *
   * @throws CursorGoneError when events behind the saved place are no longer kept
   */
  async *follow({ load, save, ...filter }: FollowOptions): AsyncGenerator<FeedEntry, void> {
    const cursor = await load();
    for await (const page of this.pages({ ...filter, ...(cursor !== undefined && { cursor }) })) {
      yield* page.events;
      await save(page.cursor);
    }
  }

  /** One event, with the state of its delivery. */
  get(eventId: string, view: EventView = {}): Promise<Record<string, unknown>> {
    return this.#json(`/v1/events/${encodeURIComponent(eventId)}`, { query: view });
  }

  /** The raw mail, to be streamed. */
  raw(eventId: string, options: ContentOptions = {}): Promise<Response> {
    return this.#download(`/v1/events/${encodeURIComponent(eventId)}/raw`, options);
  }

  /** An attachment, to be streamed. */
  attachment(eventId: string, n: number, options: ContentOptions & { as?: string } = {}): Promise<Response> {
    return this.#download(`/v1/events/${encodeURIComponent(eventId)}/attachments/${n}`, options);
  }

  /** Confirms events. */
  ack(confirmation: Confirmation): Promise<Confirmed> {
    return this.#json('/v1/events/ack', { method: 'POST', body: confirmation });
  }

  /** Events that a consumer has not confirmed. */
  reconcile(options: ListOptions & { consumer?: string } = {}): Promise<EventPage> {
    return this.#json('/v1/reconcile', { query: options });
  }

  /** Whether an address may be written to. */
  eligibility(question: EligibilityQuestion): Promise<Eligibility> {
    return this.#json('/v1/eligibility', { method: 'POST', body: question });
  }

  /**
   * Orders a replay, or with `dryRun` says what it would deliver.
   *
   * @param idempotencyKey repeated requests under one key order one replay
   */
  replay(order: object, idempotencyKey: string = crypto.randomUUID()): Promise<Record<string, unknown>> {
    return this.#json('/v1/replays', { method: 'POST', body: order, headers: { 'idempotency-key': idempotencyKey } });
  }

  /** How far a replay is. */
  replayStatus(id: string): Promise<Record<string, unknown>> {
    return this.#json(`/v1/replays/${encodeURIComponent(id)}`);
  }

  async #json<Answer>(...request: Parameters<Http['call']>): Promise<Answer> {
    return (await (await this.#http.call(...request)).json()) as Answer;
  }

  /** The address of the content is signed, and works for a minute. */
  async #download(path: string, { anyway, ...query }: ContentOptions): Promise<Response> {
    const answer = await this.#http.call(path, { query: { ...query, ...(anyway && { anyway: 1 }) }, accept: 302 });
    const content = await fetch(answer.headers.get('location') ?? '');
    if (!content.ok) throw new Error(`the content cannot be read: HTTP status ${content.status}`);
    return content;
  }
}
