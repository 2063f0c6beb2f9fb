package postern

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Client asks the API. The zero value of each field but BaseURL is usable.
type Client struct {
	// BaseURL is the output ApiUrl of the stack, or your own domain.
	BaseURL string
	// Key is not needed on a laptop.
	Key string
	// Retries is how often a request is repeated that the API could not answer; 0: 4 times, below 0: never.
	Retries int
	// HTTP is http.DefaultClient where it is nil. Redirects are never followed.
	HTTP *http.Client
	// Sleep waits; replace it in tests.
	Sleep func(ctx context.Context, wait time.Duration) error
}

const longestWait = 30 * time.Second

type request struct {
	method, path string
	query        url.Values
	body         any
	headers      map[string]string
}

// call repeats requests that meet 429, 5xx or a broken connection: after Retry-After, or after 1, 2, 4 … s. Every request
// of the API may be repeated.
func (c *Client) call(ctx context.Context, request request) (*http.Response, error) {
	retries := c.Retries
	if retries == 0 {
		retries = 4
	}
	for tries := 0; ; tries++ {
		answer, err := c.attempt(ctx, request)
		if err == nil || tries >= retries || ctx.Err() != nil || !isTransient(err) {
			return answer, err
		}
		wait := longestWait
		if tries < 5 {
			wait = time.Second << tries
		}
		var refusal *Error
		if errors.As(err, &refusal) && refusal.RetryAfter != nil {
			wait = *refusal.RetryAfter
		}
		if err := c.sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

func isTransient(err error) bool {
	var refusal *Error
	if errors.As(err, &refusal) {
		return refusal.Status == http.StatusTooManyRequests || refusal.Status >= 500
	}
	var broken *url.Error
	return errors.As(err, &broken)
}

func (c *Client) attempt(ctx context.Context, r request) (*http.Response, error) {
	address := strings.TrimRight(c.BaseURL, "/") + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	var body bytes.Buffer
	if r.body != nil {
		if err := json.NewEncoder(&body).Encode(r.body); err != nil {
			return nil, err
		}
	}
	sent, err := http.NewRequestWithContext(ctx, r.method, address, &body)
	if err != nil {
		return nil, err
	}
	sent.Header.Set("accept", "application/json")
	if r.body != nil {
		sent.Header.Set("content-type", "application/json")
	}
	if c.Key != "" {
		sent.Header.Set("authorization", "Bearer "+c.Key)
	}
	for name, value := range r.headers {
		sent.Header.Set(name, value)
	}
	answer, err := c.http(sent)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode < 300 || answer.StatusCode == http.StatusFound {
		return answer, nil
	}
	defer answer.Body.Close()
	return nil, errorOf(answer)
}

// http sends a request without following a redirect: it leads to a bucket, which must not get the key.
func (c *Client) http(sent *http.Request) (*http.Response, error) {
	client := http.Client{}
	if c.HTTP != nil {
		client = *c.HTTP
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client.Do(sent)
}

func (c *Client) sleep(ctx context.Context, wait time.Duration) error {
	if c.Sleep != nil {
		return c.Sleep(ctx, wait)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func ask[Answer any](ctx context.Context, c *Client, r request) (Answer, error) {
	var value Answer
	answer, err := c.call(ctx, r)
	if err != nil {
		return value, err
	}
	defer answer.Body.Close()
	return value, json.NewDecoder(answer.Body).Decode(&value)
}
