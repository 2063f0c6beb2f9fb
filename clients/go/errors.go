package postern

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Error is a refusal of the API, from its problem details (RFC 9457).
type Error struct {
	// Type is the name of the problem, as not-found; decide by it. It is gateway for an answer of API Gateway itself.
	Type   string
	Status int
	// Detail is one sentence for people.
	Detail string
	// RetryAfter says when to try again; nil where the API does not.
	RetryAfter *time.Duration
	// Problem has all members, as oldest of cursor-gone.
	Problem map[string]any
}

func (e *Error) Error() string { return e.Type + ": " + e.Detail }

// Oldest is the cursor to go on with when Type is cursor-gone.
func (e *Error) Oldest() string {
	oldest, _ := e.Problem["oldest"].(string)
	return oldest
}

// SignatureError refuses a webhook that must not be trusted. Its text is missing, stale, digest or mismatch.
type SignatureError string

const (
	SignatureMissing  SignatureError = "missing"
	SignatureStale    SignatureError = "stale"
	SignatureDigest   SignatureError = "digest"
	SignatureMismatch SignatureError = "mismatch"
)

func (e SignatureError) Error() string {
	return "the signature of the webhook does not hold: " + string(e)
}

const longestProblem = 1 << 20

func errorOf(answer *http.Response) *Error {
	problem := map[string]any{}
	// What is no JSON, as a proxy's page, is an error without members.
	_ = json.NewDecoder(io.LimitReader(answer.Body, longestProblem)).Decode(&problem)
	err := &Error{Type: "gateway", Status: answer.StatusCode, Problem: problem}
	if name, ok := problem["type"].(string); ok {
		err.Type = strings.TrimPrefix(name, "urn:postern:problem:")
	}
	err.Detail = fmt.Sprintf("HTTP status %d", answer.StatusCode)
	for _, member := range []string{"message", "detail"} {
		if text, ok := problem[member].(string); ok {
			err.Detail = text
		}
	}
	if seconds, parseErr := strconv.ParseUint(answer.Header.Get("retry-after"), 10, 32); parseErr == nil {
		after := time.Duration(seconds) * time.Second
		err.RetryAfter = &after
	}
	return err
}
