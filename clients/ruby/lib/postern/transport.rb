# frozen_string_literal: true

require 'json'
require 'net/http'
require 'openssl'
require 'uri'
require_relative 'errors'

module Postern
  # Sends requests, and repeats those that meet 429, 5xx or a broken connection: after `Retry-After`, or after 1, 2, 4 … s.
  # Every request of the API may be repeated.
  class Transport
    LONGEST_WAIT = 30
    BROKEN = [SystemCallError, SocketError, IOError, Net::OpenTimeout, Net::ReadTimeout, OpenSSL::SSL::SSLError].freeze

    def initialize(base_url, key, retries:, timeout:, sleep:)
      @base = base_url.chomp('/')
      @key = key
      @retries = retries
      @timeout = timeout
      @sleep = sleep
    end

    def sleep(seconds) = @sleep.call(seconds)

    # Raises Postern::Error when the API refuses, or could not answer after all retries.
    def call(request_class, path, query: {}, body: nil, headers: {})
      tries = 0
      begin
        attempt(request_class, path, query.compact, body&.compact, headers)
      rescue Error, *BROKEN => e
        raise if tries >= @retries || !transient?(e)

        sleep((e.retry_after if e.is_a?(Error)) || [LONGEST_WAIT, 2**tries].min)
        tries += 1
        retry
      end
    end

    def get(path, query = {}) = JSON.parse(call(Net::HTTP::Get, path, query: query).body)

    def post(path, body, headers = {}) = JSON.parse(call(Net::HTTP::Post, path, body: body, headers: headers).body)

    # Hands over the parts of the content to which the API redirects. The address is signed, works for a minute, and wants no
    # key.
    def download(path, query, &block)
      address = URI(call(Net::HTTP::Get, path, query: query)['location'])
      request = Net::HTTP::Get.new(address)
      # Without this, Net::HTTP asks for compression and unpacks it.
      request['accept-encoding'] = 'identity'
      connect(address) do |http|
        http.request(request) do |answer|
          raise IOError, "the content cannot be read: HTTP status #{answer.code}" unless answer.is_a?(Net::HTTPOK)

          answer.read_body(&block)
        end
      end
      nil
    end

    private

    def attempt(request_class, path, query, body, headers)
      address = URI(@base + path)
      address.query = URI.encode_www_form(query) unless query.empty?
      request = request_class.new(address, { 'accept' => 'application/json' }.merge(headers))
      request['authorization'] = "Bearer #{@key}" if @key
      if body
        request['content-type'] = 'application/json'
        request.body = JSON.generate(body)
      end
      answer = connect(address) { |http| http.request(request) }
      return answer if answer.is_a?(Net::HTTPSuccess) || answer.is_a?(Net::HTTPFound)

      raise error_of(answer)
    end

    def connect(address, &block)
      options = { use_ssl: address.scheme == 'https', open_timeout: @timeout, read_timeout: @timeout, max_retries: 0 }
      Net::HTTP.start(address.hostname, address.port, **options, &block)
    end

    def transient?(error) = !error.is_a?(Error) || error.status == 429 || error.status >= 500

    def error_of(answer)
      problem = parsed(answer.body)
      retry_after = answer['retry-after']
      retry_after = retry_after&.match?(/\A\d{1,9}\z/) ? retry_after.to_i : nil
      is_gone = problem['type'] == 'urn:postern:problem:cursor-gone'
      (is_gone ? CursorGoneError : Error).new(answer.code.to_i, problem, retry_after)
    end

    def parsed(text)
      problem = JSON.parse(text.to_s)
      problem.is_a?(Hash) ? problem : {}
    rescue JSON::ParserError
      {}
    end
  end
end
