# frozen_string_literal: true

# Runs the steps of clients/cases.json: a line of JSON on standard input is a step, a line of output its result.
require 'digest'
require 'json'
require_relative 'lib/postern'

# Ends a reader of a list without an end.
class Stop < StandardError; end

def hash_of
  content = +''.b
  yield(->(part) { content << part })
  { bytes: content.bytesize, sha256: Digest::SHA256.hexdigest(content) }
end

def follow(client, checkpoint: nil, crashAt: nil, **filters)
  seen = []
  saved = []
  begin
    client.follow(load: -> { checkpoint }, save: ->(cursor) { saved << cursor }, **filters) do |event|
      break if seen.length == crashAt

      seen << event['eventId']
    end
  rescue Stop
    nil
  end
  { seen: seen, saves: saved.length, checkpoint: saved.last || checkpoint }
end

def verify(headers:, body:, **rest)
  Postern::Webhook.verify(headers.transform_keys(&:to_s), body.unpack1('m'), **rest).to_h
end

OPERATIONS = {
  'list' => ->(client, **args) { client.list(**args) },
  'follow' => ->(client, **args) { follow(client, **args) },
  'get' => ->(client, id:, **view) { client.get(id, **view) },
  'raw' => ->(client, id:, **view) { hash_of { |keep| client.raw(id, **view, &keep) } },
  'attachment' => ->(client, id:, n:, **view) { hash_of { |keep| client.attachment(id, n, **view, &keep) } },
  'ack' => ->(client, eventIds: nil, **args) { client.ack(event_ids: eventIds, **args) },
  'reconcile' => ->(client, **args) { client.reconcile(**args) },
  'eligibility' => ->(client, address:, **args) { client.eligibility(address, **args) },
  'replay' => ->(client, idempotencyKey: nil, **order) { client.replay(**order, **{ idempotency_key: idempotencyKey }.compact) },
  'replayStatus' => ->(client, id:) { client.replay_status(id) },
  'verify' => ->(_, **args) { verify(**args) }
}.freeze

def described(error)
  case error
  when Postern::SignatureError then { reason: error.reason }
  when Postern::CursorGoneError then { type: error.type, status: error.status, oldest: error.oldest }
  when Postern::Error then { type: error.type, status: error.status, retryAfter: error.retry_after }
  else { unexpected: error.inspect }
  end
end

$stdout.sync = true
$stdin.each_line do |line|
  step = JSON.parse(line, symbolize_names: true)
  waits = []
  sleep = lambda do |seconds|
    waits << (seconds * 1000).round
    raise Stop if waits.length >= (step[:polls] || 1000)
  end
  client = Postern::Client.new(step[:baseUrl], step[:key], sleep: sleep)
  result =
    begin
      { value: OPERATIONS.fetch(step[:op]).call(client, **step[:args]) }
    rescue StandardError => e
      { error: described(e) }
    end
  puts JSON.generate({ **result, waits: waits })
end
