// Runs the steps of clients/cases.json: a line of JSON on standard input is a step, a line of output its result.
package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"postern"
)

type arguments struct {
	ID             string            `json:"id"`
	N              int               `json:"n"`
	Checkpoint     string            `json:"checkpoint"`
	CrashAt        *int              `json:"crashAt"`
	Consumer       string            `json:"consumer"`
	IdempotencyKey string            `json:"idempotencyKey"`
	Headers        map[string]string `json:"headers"`
	Body           string            `json:"body"`
	Secrets        []string          `json:"secrets"`
	URL            string            `json:"url"`
	Now            int64             `json:"now"`
}

type step struct {
	Op      string          `json:"op"`
	Args    json.RawMessage `json:"args"`
	BaseURL string          `json:"baseUrl"`
	Key     string          `json:"key"`
	Polls   int             `json:"polls"`
}

// Ends of a reader of a list without an end.
var errStop, errCrash = errors.New("stop"), errors.New("crash")

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var step step
		if err := json.Unmarshal(lines.Bytes(), &step); err != nil {
			panic(err)
		}
		waits := []int64{}
		client := &postern.Client{BaseURL: step.BaseURL, Key: step.Key}
		client.Sleep = func(_ context.Context, wait time.Duration) error {
			waits = append(waits, wait.Milliseconds())
			if step.Polls > 0 && len(waits) >= step.Polls {
				return errStop
			}
			return nil
		}
		value, err := run(context.Background(), client, step)
		result := map[string]any{"value": value, "waits": waits}
		if err != nil {
			result = map[string]any{"error": described(err), "waits": waits}
		}
		line, err := json.Marshal(result)
		if err != nil {
			panic(err)
		}
		fmt.Println(string(line))
	}
}

func run(ctx context.Context, client *postern.Client, step step) (any, error) {
	var args arguments
	if err := json.Unmarshal(step.Args, &args); err != nil {
		return nil, err
	}
	var options postern.ListOptions
	var view postern.View
	for _, part := range []any{&options, &view} {
		if err := json.Unmarshal(step.Args, part); err != nil {
			return nil, err
		}
	}
	switch step.Op {
	case "list":
		return client.List(ctx, options)
	case "follow":
		return follow(ctx, client, options, args)
	case "get":
		event, err := client.Get(ctx, args.ID, view)
		return event.JSON, err
	case "raw":
		return hashOf(client.Raw(ctx, args.ID, view))
	case "attachment":
		return hashOf(client.Attachment(ctx, args.ID, args.N, view))
	case "ack":
		var confirmation postern.Confirmation
		if err := json.Unmarshal(step.Args, &confirmation); err != nil {
			return nil, err
		}
		return client.Ack(ctx, confirmation)
	case "reconcile":
		return client.Reconcile(ctx, args.Consumer, options)
	case "eligibility":
		var question postern.Question
		if err := json.Unmarshal(step.Args, &question); err != nil {
			return nil, err
		}
		return client.Eligibility(ctx, question)
	case "replay":
		var order map[string]any
		if err := json.Unmarshal(step.Args, &order); err != nil {
			return nil, err
		}
		delete(order, "idempotencyKey")
		return client.Replay(ctx, order, args.IdempotencyKey)
	case "replayStatus":
		return client.ReplayStatus(ctx, args.ID)
	case "verify":
		return verify(args)
	}
	return nil, errors.New("unknown operation")
}

func follow(ctx context.Context, client *postern.Client, options postern.ListOptions, args arguments) (any, error) {
	seen, saves, checkpoint := []string{}, 0, args.Checkpoint
	place := postern.Checkpoint{
		Load: func(context.Context) (string, error) { return checkpoint, nil },
		Save: func(_ context.Context, cursor string) error {
			saves, checkpoint = saves+1, cursor
			return nil
		},
	}
	err := client.Follow(ctx, place, options, func(_ context.Context, event postern.Entry) error {
		if args.CrashAt != nil && len(seen) == *args.CrashAt {
			return errCrash
		}
		seen = append(seen, event.EventID)
		return nil
	})
	if errors.Is(err, errStop) || errors.Is(err, errCrash) {
		err = nil
	}
	result := map[string]any{"seen": seen, "saves": saves}
	if checkpoint != "" {
		result["checkpoint"] = checkpoint
	}
	return result, err
}

func hashOf(content io.ReadCloser, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	defer content.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, content)
	return map[string]any{"bytes": size, "sha256": hex.EncodeToString(hash.Sum(nil))}, err
}

func verify(args arguments) (any, error) {
	body, err := base64.StdEncoding.DecodeString(args.Body)
	if err != nil {
		return nil, err
	}
	headers := http.Header{}
	for name, value := range args.Headers {
		headers.Set(name, value)
	}
	options := postern.VerifyOptions{Secrets: args.Secrets, URL: args.URL}
	if args.Now != 0 {
		options.Now = time.Unix(args.Now, 0)
	}
	return postern.VerifyWebhook(headers, body, options)
}

func described(err error) map[string]any {
	var signature postern.SignatureError
	if errors.As(err, &signature) {
		return map[string]any{"reason": string(signature)}
	}
	var refusal *postern.Error
	if !errors.As(err, &refusal) {
		return map[string]any{"unexpected": err.Error()}
	}
	shown := map[string]any{"type": refusal.Type, "status": refusal.Status}
	if refusal.RetryAfter != nil {
		shown["retryAfter"] = int(refusal.RetryAfter.Seconds())
	}
	if refusal.Type == "cursor-gone" {
		shown["oldest"] = refusal.Oldest()
	}
	return shown
}
