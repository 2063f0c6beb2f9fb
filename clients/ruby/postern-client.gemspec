# frozen_string_literal: true

Gem::Specification.new do |spec|
  spec.name = 'postern-client'
  spec.version = '0.1.0'
  spec.summary = 'Client of Postern: events of inbound mail, their content, eligibility, webhooks.'
  spec.authors = ['Postern']
  spec.license = 'Apache-2.0'
  spec.required_ruby_version = '>= 3.0'
  spec.files = Dir['lib/**/*.rb', 'README.md']
end
