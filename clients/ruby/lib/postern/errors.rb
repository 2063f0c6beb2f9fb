# frozen_string_literal: true

module Postern
  # A refusal of the API, from its problem details (RFC 9457).
  class Error < StandardError
    # The name of the problem, as `not-found`; decide by it. `gateway` for an answer of API Gateway itself.
    attr_reader :type
    attr_reader :status, :detail
    # In s, when the API says when to try again.
    attr_reader :retry_after
    # All members of the problem.
    attr_reader :problem

    def initialize(status, problem, retry_after = nil)
      @status = status
      @problem = problem
      @type = (problem['type'] || 'gateway').delete_prefix('urn:postern:problem:')
      @detail = problem['detail'] || problem['message'] || "HTTP status #{status}"
      @retry_after = retry_after
      super("#{@type}: #{@detail}")
    end
  end

  # The next entries behind a cursor are no longer kept.
  class CursorGoneError < Error
    # The cursor to go on with.
    def oldest = problem['oldest']
  end

  # A webhook that must not be trusted. Its reason is :missing, :stale, :digest or :mismatch.
  class SignatureError < StandardError
    attr_reader :reason

    def initialize(reason)
      @reason = reason
      super("the signature of the webhook does not hold: #{reason}")
    end
  end
end
