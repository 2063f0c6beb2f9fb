# frozen_string_literal: true

require 'securerandom'
require_relative 'transport'

module Postern
  # A client of the API. Each method raises Postern::Error when the API refuses. Answers are hashes with the names of the API.
  class Client
    # @param base_url the output `ApiUrl` of the stack, or your own domain
    # @param key none on a laptop
    # @param retries how often a request is repeated that the API could not answer
    # @param sleep waits so many seconds; replace it in tests
    def initialize(base_url, key = nil, retries: 4, timeout: 30, sleep: Kernel.method(:sleep))
      @http = Transport.new(base_url, key, retries: retries, timeout: timeout, sleep: sleep)
    end

    # One page of the list of events. Filters: cursor, limit, integration, kind, since, tenant.
    def list(**filters) = @http.get('/v1/events', filters)

    # Pages behind a cursor, without an end: waits between them as the API asks for.
    def pages(cursor: nil, **filters)
      return enum_for(:pages, cursor: cursor, **filters) unless block_given?

      loop do
        page = list(cursor: cursor, **filters)
        yield page
        cursor = page['cursor']
        @http.sleep(page['pollAfterMs'] / 1000.0) if page['pollAfterMs'].positive?
      end
    end

    # Events without an end, each at least once: the place is saved behind a page, when the block has handled its last event.
    # Whoever crashes before that gets the page again. For once, store the cursor of `pages` in the transaction of your work.
    # Raises CursorGoneError when events behind the saved place are no longer kept.
    #
    # @param load answers the cursor that was saved last, or nil
    # @param save keeps a cursor
    def follow(load:, save:, **filters)
      return enum_for(:follow, load: load, save: save, **filters) unless block_given?

      pages(cursor: load.call, **filters) do |page|
        page['events'].each { |event| yield event }
        save.call(page['cursor'])
      end
    end

    # One event, with the state of its delivery. View: integration, tenant.
    def get(event_id, **view) = @http.get(event_path(event_id), view)

    # Hands over the raw mail in parts. `anyway`: the danger is known.
    def raw(event_id, anyway: false, **view, &block)
      @http.download("#{event_path(event_id)}/raw", { **view, anyway: anyway ? 1 : nil }, &block)
    end

    # Hands over an attachment in parts. `as`: file, picture or macro-free.
    def attachment(event_id, number, anyway: false, **view, &block)
      path = "#{event_path(event_id)}/attachments/#{Integer(number)}"
      @http.download(path, { **view, anyway: anyway ? 1 : nil }, &block)
    end

    # Confirms events: by id, or all up to a cursor. Further: consumer, integration, tenant.
    def ack(event_ids: nil, **confirmation) = @http.post('/v1/events/ack', { eventIds: event_ids, **confirmation })

    # Events that a consumer has not confirmed. Filters as of `list`, and consumer.
    def reconcile(**filters) = @http.get('/v1/reconcile', filters)

    # Whether an address may be written to. Further: tenant, channel, purpose.
    def eligibility(address, **question) = @http.post('/v1/eligibility', { address: address, **question })

    # Orders a replay, or with `dryRun` says what it would deliver. Repeated requests under one key order one replay.
    def replay(idempotency_key: SecureRandom.uuid, **order)
      @http.post('/v1/replays', order, { 'idempotency-key' => idempotency_key })
    end

    # How far a replay is.
    def replay_status(id) = @http.get("/v1/replays/#{URI.encode_www_form_component(id)}")

    private

    def event_path(event_id) = "/v1/events/#{URI.encode_www_form_component(event_id)}"
  end
end
