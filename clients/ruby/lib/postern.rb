# frozen_string_literal: true

# Client of Postern: events of inbound mail, their content, eligibility, webhooks. Standard library only.
module Postern
end

require_relative 'postern/errors'
require_relative 'postern/client'
require_relative 'postern/webhook'
