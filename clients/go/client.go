// Package postern is a client of Postern: events of inbound mail, their content, eligibility, webhooks.
package postern

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// List answers one page of the list of events.
func (c *Client) List(ctx context.Context, options ListOptions) (Page, error) {
	return ask[Page](ctx, c, request{method: http.MethodGet, path: "/v1/events", query: options.query()})
}

// Checkpoint keeps the place of a reader.
type Checkpoint struct {
	// Load answers the cursor that was saved last, or nothing.
	Load func(ctx context.Context) (string, error)
	// Save is called once all events of a page have been handled.
	Save func(ctx context.Context, cursor string) error
}

// Pages hands over pages behind a cursor until handle or the context ends it, and waits between them as the API asks for.
func (c *Client) Pages(ctx context.Context, options ListOptions, handle func(context.Context, Page) error) error {
	for {
		page, err := c.List(ctx, options)
		if err != nil {
			return err
		}
		if err := handle(ctx, page); err != nil {
			return err
		}
		options.Cursor = page.Cursor
		if page.PollAfterMs > 0 {
			if err := c.sleep(ctx, time.Duration(page.PollAfterMs)*time.Millisecond); err != nil {
				return err
			}
		}
	}
}

// Follow hands over events until handle or the context ends it, each at least once: the place is saved behind a page, when
// its last event has been handled. Who crashes before that gets the page again. For once, store the cursor that Pages
// hands over in the transaction of your work. An *Error of the type cursor-gone says that events behind the saved place are
// no longer kept.
func (c *Client) Follow(
	ctx context.Context, place Checkpoint, options ListOptions, handle func(context.Context, Entry) error,
) error {
	cursor, err := place.Load(ctx)
	if err != nil {
		return err
	}
	options.Cursor = cursor
	return c.Pages(ctx, options, func(ctx context.Context, page Page) error {
		for _, event := range page.Events {
			if err := handle(ctx, event); err != nil {
				return err
			}
		}
		return place.Save(ctx, page.Cursor)
	})
}

// Get answers one event, with the state of its delivery.
func (c *Client) Get(ctx context.Context, eventID string, view View) (Event, error) {
	raw, err := ask[json.RawMessage](ctx, c, request{method: http.MethodGet, path: eventPath(eventID), query: view.query()})
	event := Event{JSON: raw}
	if err == nil {
		err = json.Unmarshal(raw, &event)
	}
	return event, err
}

// Raw opens the raw mail; close it.
func (c *Client) Raw(ctx context.Context, eventID string, view View) (io.ReadCloser, error) {
	return c.download(ctx, eventPath(eventID)+"/raw", view)
}

// Attachment opens an attachment; close it.
func (c *Client) Attachment(ctx context.Context, eventID string, n int, view View) (io.ReadCloser, error) {
	return c.download(ctx, eventPath(eventID)+"/attachments/"+strconv.Itoa(n), view)
}

// Ack confirms events.
func (c *Client) Ack(ctx context.Context, confirmation Confirmation) (Confirmed, error) {
	return ask[Confirmed](ctx, c, request{method: http.MethodPost, path: "/v1/events/ack", body: confirmation})
}

// Reconcile answers events that a consumer has not confirmed.
func (c *Client) Reconcile(ctx context.Context, consumer string, options ListOptions) (Page, error) {
	query := options.query()
	if consumer != "" {
		query.Set("consumer", consumer)
	}
	return ask[Page](ctx, c, request{method: http.MethodGet, path: "/v1/reconcile", query: query})
}

// Eligibility answers whether an address may be written to.
func (c *Client) Eligibility(ctx context.Context, question Question) (Eligibility, error) {
	return ask[Eligibility](ctx, c, request{method: http.MethodPost, path: "/v1/eligibility", body: question})
}

// Replay orders a replay, or with dryRun says what it would deliver. Repeated requests under one key order one replay; an
// empty key is a new one.
func (c *Client) Replay(ctx context.Context, order map[string]any, idempotencyKey string) (map[string]any, error) {
	if idempotencyKey == "" {
		fresh := make([]byte, 16)
		if _, err := rand.Read(fresh); err != nil {
			return nil, err
		}
		idempotencyKey = hex.EncodeToString(fresh)
	}
	headers := map[string]string{"idempotency-key": idempotencyKey}
	return ask[map[string]any](ctx, c, request{method: http.MethodPost, path: "/v1/replays", body: order, headers: headers})
}

// ReplayStatus answers how far a replay is.
func (c *Client) ReplayStatus(ctx context.Context, id string) (map[string]any, error) {
	return ask[map[string]any](ctx, c, request{method: http.MethodGet, path: "/v1/replays/" + url.PathEscape(id)})
}

// download follows the address of the content, which is signed, works for a minute, and wants no key.
func (c *Client) download(ctx context.Context, path string, view View) (io.ReadCloser, error) {
	answer, err := c.call(ctx, request{method: http.MethodGet, path: path, query: view.query()})
	if err != nil {
		return nil, err
	}
	answer.Body.Close()
	asked, err := http.NewRequestWithContext(ctx, http.MethodGet, answer.Header.Get("location"), nil)
	if err != nil {
		return nil, err
	}
	content, err := c.http(asked)
	if err != nil {
		return nil, err
	}
	if content.StatusCode != http.StatusOK {
		content.Body.Close()
		return nil, fmt.Errorf("the content cannot be read: HTTP status %d", content.StatusCode)
	}
	return content.Body, nil
}

func eventPath(eventID string) string { return "/v1/events/" + url.PathEscape(eventID) }
