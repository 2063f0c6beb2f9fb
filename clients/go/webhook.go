package postern

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// VerifyOptions says how a webhook is checked.
type VerifyOptions struct {
	// Secrets are whsec_… or whpk_…; several while one is rotated.
	Secrets []string
	// URL is the public address of the connection. With it, a signature by RFC 9421 is checked where there is one.
	URL string
	// Tolerance of the time; 0: five minutes.
	Tolerance time.Duration
	// Now is the clock where it is zero.
	Now time.Time
}

// Verified is a webhook that is ours; drop those whose ID you have seen. Scheme is standard or rfc9421.
type Verified struct {
	ID     string `json:"id"`
	Scheme string `json:"scheme"`
}

type webhookKey struct {
	version, algorithm string
	check              func(content, signature []byte) bool
}

var requiredParts = []string{"@method", "@authority", "@path", "@query", "content-digest", "webhook-id"}

// VerifyWebhook checks the signature of a webhook over the bytes of its body as they came; for Standard Webhooks
// decompressed. It answers a SignatureError for a webhook that is not ours, was altered, or is old.
func VerifyWebhook(headers http.Header, body []byte, options VerifyOptions) (Verified, error) {
	if options.Tolerance == 0 {
		options.Tolerance = 5 * time.Minute
	}
	if options.Now.IsZero() {
		options.Now = time.Now()
	}
	keys := make([]webhookKey, 0, len(options.Secrets))
	for _, secret := range options.Secrets {
		key, err := keyOf(secret)
		if err != nil {
			return Verified{}, err
		}
		keys = append(keys, key)
	}
	id := headers.Get("webhook-id")
	if id == "" {
		return Verified{}, SignatureMissing
	}
	if options.URL != "" && headers.Get("signature-input") != "" {
		return Verified{id, "rfc9421"}, verifyMessage(headers, body, keys, options)
	}
	return Verified{id, "standard"}, verifyStandard(headers, body, keys, options)
}

func verifyStandard(headers http.Header, body []byte, keys []webhookKey, options VerifyOptions) error {
	timestamp, signatures := headers.Get("webhook-timestamp"), headers.Get("webhook-signature")
	if timestamp == "" || signatures == "" {
		return SignatureMissing
	}
	if !options.isRecent(timestamp) {
		return SignatureStale
	}
	content := append([]byte(headers.Get("webhook-id")+"."+timestamp+"."), body...)
	for _, each := range strings.Split(signatures, " ") {
		version, value, _ := strings.Cut(each, ",")
		signature, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			continue
		}
		for _, key := range keys {
			if key.version == version && key.check(content, signature) {
				return nil
			}
		}
	}
	return SignatureMismatch
}

func verifyMessage(headers http.Header, body []byte, keys []webhookKey, options VerifyOptions) error {
	target, err := url.Parse(options.URL)
	if err != nil {
		return err
	}
	input := strings.Join(headers.Values("signature-input"), ", ")
	own, recent := 0, []signedMember{}
	for _, member := range membersOf(input, strings.Join(headers.Values("signature"), ", ")) {
		// A proxy may have added signatures of its own.
		if member.parameters["tag"] != "postern-webhook" || !member.covers(requiredParts) {
			continue
		}
		own++
		if options.isRecent(member.parameters["created"]) {
			recent = append(recent, member)
		}
	}
	if own == 0 {
		return SignatureMissing
	}
	if len(recent) == 0 {
		return SignatureStale
	}
	digest := sha256.Sum256(body)
	if headers.Get("content-digest") != "sha-256=:"+base64.StdEncoding.EncodeToString(digest[:])+":" {
		return SignatureDigest
	}
	for _, member := range recent {
		base := []byte(member.base(target, headers))
		for _, key := range keys {
			algorithm, named := member.parameters["alg"]
			if (!named || algorithm == key.algorithm) && key.check(base, member.signature) {
				return nil
			}
		}
	}
	return SignatureMismatch
}

func (o VerifyOptions) isRecent(timestamp string) bool {
	seconds, err := strconv.ParseUint(timestamp, 10, 40)
	return err == nil && o.Now.Sub(time.Unix(int64(seconds), 0)).Abs() <= o.Tolerance
}

func keyOf(secret string) (webhookKey, error) {
	kind, text, found := strings.Cut(secret, "_")
	if !found {
		text = secret
	}
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(bytes) == 0 || (kind == "whpk" && len(bytes) != ed25519.PublicKeySize) {
		return webhookKey{}, errors.New("a secret wants whsec_ or whpk_ and base64")
	}
	if kind == "whpk" {
		return webhookKey{"v1a", "ed25519", func(content, signature []byte) bool {
			return ed25519.Verify(bytes, content, signature)
		}}, nil
	}
	return webhookKey{"v1", "hmac-sha256", func(content, signature []byte) bool {
		own := hmac.New(sha256.New, bytes)
		own.Write(content)
		return hmac.Equal(own.Sum(nil), signature)
	}}, nil
}
