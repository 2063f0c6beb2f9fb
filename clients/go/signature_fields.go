package postern

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// signedMember is one signature of a request by RFC 9421.
type signedMember struct {
	parts      []string
	parameters map[string]string
	// value is the member of signature-input as it was sent.
	value     string
	signature []byte
}

const (
	name       = `[a-z*][a-z0-9_.*-]*`
	text       = `"(?:[^"\\]|\\["\\])*"`
	bare       = `(?:` + text + `|-?[0-9.]+|:[A-Za-z0-9+/=]*:|\?[01]|[A-Za-z*][^\s;,"()]*)`
	parameters = `(?:;\s*` + name + `(?:=` + bare + `)?)*`
)

var (
	parameter = regexp.MustCompile(`;\s*(` + name + `)(?:=(` + bare + `))?`)
	// A member of a dictionary of inner lists (RFC 8941 §3.2).
	list    = regexp.MustCompile(`^\s*(` + name + `)=(\(((?:\s*` + text + parameters + `)*)\s*\)(` + parameters + `))\s*(?:,|$)`)
	bytesOf = regexp.MustCompile(`^\s*(` + name + `)=:([A-Za-z0-9+/=]*):` + parameters + `\s*(?:,|$)`)
	quoted  = regexp.MustCompile(`"([^"]*)"`)
	escape  = regexp.MustCompile(`\\(["\\])`)
)

// membersOf answers the signatures of a request; those whose parts have parameters are left out, because nothing of ours
// has them.
func membersOf(signatureInput, signature string) []signedMember {
	signatures := map[string]string{}
	for _, match := range matchesOf(bytesOf, signature) {
		signatures[match[1]] = match[2]
	}
	var members []signedMember
	for _, match := range matchesOf(list, signatureInput) {
		found, err := base64.StdEncoding.DecodeString(signatures[match[1]])
		if err != nil || len(found) == 0 || strings.Contains(match[3], ";") {
			continue
		}
		member := signedMember{parameters: map[string]string{}, value: match[2], signature: found}
		for _, part := range quoted.FindAllStringSubmatch(match[3], -1) {
			member.parts = append(member.parts, part[1])
		}
		for _, each := range parameter.FindAllStringSubmatch(match[4], -1) {
			member.parameters[each[1]] = unquoted(each[2])
		}
		members = append(members, member)
	}
	return members
}

func unquoted(value string) string {
	if !strings.HasPrefix(value, `"`) {
		return value
	}
	return escape.ReplaceAllString(value[1:len(value)-1], "$1")
}

// matchesOf answers the members of a field; none where one of them is not understood.
func matchesOf(pattern *regexp.Regexp, field string) [][]string {
	var matches [][]string
	for field != "" {
		match := pattern.FindStringSubmatch(field)
		if match == nil {
			return nil
		}
		matches = append(matches, match)
		field = field[len(match[0]):]
	}
	return matches
}

func (m signedMember) covers(parts []string) bool {
	covered := map[string]bool{}
	for _, part := range m.parts {
		covered[part] = true
	}
	for _, part := range parts {
		if !covered[part] {
			return false
		}
	}
	return true
}

// base is the text that is signed (RFC 9421 §2.5).
func (m signedMember) base(target *url.URL, headers http.Header) string {
	derived := map[string]string{
		"@method":    http.MethodPost,
		"@authority": authorityOf(target),
		"@path":      target.EscapedPath(),
		"@query":     "?" + target.RawQuery,
	}
	if derived["@path"] == "" {
		derived["@path"] = "/"
	}
	var base strings.Builder
	for _, part := range m.parts {
		value, isDerived := derived[part]
		if !isDerived {
			value = strings.TrimSpace(headers.Get(part))
		}
		base.WriteString(`"` + part + `": ` + value + "\n")
	}
	return base.String() + `"@signature-params": ` + m.value
}

func authorityOf(target *url.URL) string {
	host := strings.ToLower(target.Host)
	if target.Scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}
