# frozen_string_literal: true

require 'openssl'
require 'uri'
require_relative 'errors'
require_relative 'signature_fields'

module Postern
  # A webhook that is ours; drop those whose id you have seen. The scheme is `standard` or `rfc9421`.
  VerifiedWebhook = Struct.new(:id, :scheme)

  # Checks webhooks: Standard Webhooks, and HTTP Message Signatures (RFC 9421).
  class Webhook
    REQUIRED = %w[@method @authority @path @query content-digest webhook-id].freeze
    # The bytes before the 32 bytes of a public ed25519 key (RFC 8410 §4).
    SPKI_HEAD = ['302a300506032b6570032100'].pack('H*').freeze
    Key = Struct.new(:version, :algorithm, :check)

    # Checks the signature of a webhook, by RFC 9421 where `url` is given and the request has such a signature, else by Standard
    # Webhooks. Raises SignatureError for a webhook that is not ours, was altered, or is old.
    #
    # @param headers names in any case
    # @param body the bytes as they came; for Standard Webhooks decompressed
    # @param secrets `whsec_…` or `whpk_…`; several while one is rotated
    # @param url the public address of the connection
    def self.verify(headers, body, secrets:, url: nil, now: Time.now.to_i, tolerance: 300)
      new(headers, body, secrets, now, tolerance).verify(url)
    end

    def initialize(headers, body, secrets, now, tolerance)
      @headers = headers.transform_keys(&:downcase)
      @body = body.b
      @keys = secrets.map { |secret| key_of(secret) }
      @now = now
      @tolerance = tolerance
    end

    def verify(url)
      id = @headers['webhook-id'] or raise SignatureError, :missing
      is_whole = url && @headers.key?('signature-input')
      is_whole ? verify_message(URI(url)) : verify_standard(id)
      VerifiedWebhook.new(id, is_whole ? 'rfc9421' : 'standard')
    end

    private

    def verify_standard(id)
      timestamp, signatures = @headers.values_at('webhook-timestamp', 'webhook-signature')
      raise SignatureError, :missing unless timestamp && signatures
      raise SignatureError, :stale unless recent?(timestamp)

      content = "#{id}.#{timestamp}.".b + @body
      is_ours = signatures.split.any? do |each|
        version, value = each.split(',', 2)
        @keys.any? { |key| key.version == version && key.check.call(content, value.to_s.unpack1('m')) }
      end
      raise SignatureError, :mismatch unless is_ours
    end

    def verify_message(target)
      members = SignatureFields.members_of(@headers['signature-input'], @headers['signature'].to_s)
      # A proxy may have added signatures of its own.
      own = members.select { |each| each.parameters['tag'] == 'postern-webhook' && (REQUIRED - each.parts).empty? }
      raise SignatureError, :missing if own.empty?

      recent = own.select { |member| recent?(member.parameters['created'].to_s) }
      raise SignatureError, :stale if recent.empty?
      raise SignatureError, :digest unless @headers['content-digest'] == "sha-256=:#{[OpenSSL::Digest.digest('SHA256', @body)].pack('m0')}:"
      raise SignatureError, :mismatch unless recent.any? { |member| signed?(member, base_of(member, target)) }
    end

    def signed?(member, base)
      algorithm = member.parameters['alg']
      @keys.any? { |key| [nil, key.algorithm].include?(algorithm) && key.check.call(base, member.signature) }
    end

    # The text that is signed (RFC 9421 §2.5).
    def base_of(member, target)
      port = target.port == target.default_port ? '' : ":#{target.port}"
      derived = {
        '@method' => 'POST',
        '@authority' => "#{target.host.downcase}#{port}",
        '@path' => target.path.empty? ? '/' : target.path,
        '@query' => "?#{target.query}"
      }
      lines = member.parts.map { |part| %("#{part}": #{derived[part] || @headers[part].to_s.strip}) }
      [*lines, %("@signature-params": #{member.value})].join("\n")
    end

    def recent?(timestamp) = timestamp.match?(/\A\d{1,12}\z/) && (@now - timestamp.to_i).abs <= @tolerance

    def key_of(secret)
      bytes = secret.sub(/\Awh(?:sec|pk)_/, '').unpack1('m')
      raise ArgumentError, 'a secret wants whsec_ or whpk_ and base64' if bytes.empty?

      secret.start_with?('whpk_') ? public_key(bytes) : shared_key(bytes)
    end

    def public_key(bytes)
      key = OpenSSL::PKey.read(SPKI_HEAD + bytes)
      Key.new('v1a', 'ed25519', ->(content, signature) { signature.bytesize == 64 && key.verify(nil, signature, content) })
    end

    def shared_key(bytes)
      check = lambda do |content, signature|
        own = OpenSSL::HMAC.digest('SHA256', bytes, content)
        own.bytesize == signature.bytesize && OpenSSL.fixed_length_secure_compare(own, signature)
      end
      Key.new('v1', 'hmac-sha256', check)
    end
  end
end
