# frozen_string_literal: true

module Postern
  # The fields of HTTP Message Signatures, as far as webhooks have them (RFC 8941, RFC 9421).
  module SignatureFields
    NAME = /[a-z*][a-z0-9_.*-]*/
    TEXT = /"(?:[^"\\]|\\["\\])*"/
    BARE = %r{(?:#{TEXT}|-?[0-9.]+|:[A-Za-z0-9+/=]*:|\?[01]|[A-Za-z*][^\s;,"()]*)}
    PARAMETER = /;\s*(#{NAME})(?:=(#{BARE}))?/
    PARAMETERS = /(?:;\s*#{NAME}(?:=#{BARE})?)*/
    LIST = /\G\s*(#{NAME})=(\(((?:\s*#{TEXT}#{PARAMETERS})*)\s*\)(#{PARAMETERS}))\s*(?:,|\z)/
    BYTES = %r{\G\s*(#{NAME})=:([A-Za-z0-9+/=]*):#{PARAMETERS}\s*(?:,|\z)}

    # One signature of a request: its parts in their order, and the member of `signature-input` as it was sent.
    Member = Struct.new(:parts, :parameters, :value, :signature)

    module_function

    # The signatures of a request; those whose parts have parameters are left out, because nothing of ours has them.
    def members_of(signature_input, signature)
      signatures = matches(BYTES, signature).to_h { |match| [match[1], match[2]] }
      matches(LIST, signature_input).filter_map do |match|
        _, label, value, inner, tail = match.to_a
        next if !signatures.key?(label) || inner.include?(';')

        parameters = tail.scan(PARAMETER).to_h { |name, text| [name, unquoted(text || '?1')] }
        Member.new(inner.scan(/"([^"]*)"/).flatten, parameters, value, signatures[label].unpack1('m'))
      end
    end

    def unquoted(value) = value.start_with?('"') ? value[1..-2].gsub(/\\(["\\])/, '\1') : value

    # The members of a field; none where one of them is not understood.
    def matches(pattern, field)
      found = []
      at = 0
      while at < field.length
        match = pattern.match(field, at)
        return [] if match.nil?

        found << match
        at = match.end(0)
      end
      found
    end
  end
end
