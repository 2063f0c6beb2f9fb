package postern

import (
	"encoding/json"
	"net/url"
	"strconv"
)

// Entry is an entry of the list of events.
type Entry struct {
	EventID     string `json:"eventId"`
	Integration string `json:"integration"`
	Tenant      string `json:"tenant"`
	Kind        string `json:"kind,omitempty"`
	Lane        string `json:"lane"`
	ThreadKey   string `json:"threadKey"`
	ReceivedAt  string `json:"receivedAt"`
	RecordedAt  string `json:"recordedAt"`
}

// Page is a page of the list. Store Cursor together with the result of your work on the page.
type Page struct {
	Events      []Entry `json:"events"`
	Cursor      string  `json:"cursor"`
	HasMore     bool    `json:"hasMore"`
	PollAfterMs int     `json:"pollAfterMs"`
}

// ListOptions says which entries are listed. Empty fields are left out.
type ListOptions struct {
	Cursor      string `json:"cursor"`
	Limit       int    `json:"limit"`
	Integration string `json:"integration"`
	Kind        string `json:"kind"`
	// Since is ISO 8601; without a cursor, entries that joined the list then or later.
	Since string `json:"since"`
	// Tenant names one, for a key of all.
	Tenant string `json:"tenant"`
}

func (o ListOptions) query() url.Values {
	query := values("cursor", o.Cursor, "integration", o.Integration, "kind", o.Kind, "since", o.Since, "tenant", o.Tenant)
	if o.Limit != 0 {
		query.Set("limit", strconv.Itoa(o.Limit))
	}
	return query
}

// View names the integration whose view of an event is wanted, and what is wanted of its content.
type View struct {
	Integration string `json:"integration"`
	Tenant      string `json:"tenant"`
	// Anyway: the danger is known.
	Anyway bool `json:"anyway"`
	// As is the form of an attachment: file, picture or macro-free.
	As string `json:"as"`
}

func (v View) query() url.Values {
	query := values("integration", v.Integration, "tenant", v.Tenant, "as", v.As)
	if v.Anyway {
		query.Set("anyway", "1")
	}
	return query
}

// Event is an event as JSON, with the members that every program needs.
type Event struct {
	EventID  string `json:"eventId"`
	Delivery struct {
		Integration string            `json:"integration"`
		Tenant      string            `json:"tenant"`
		State       string            `json:"state"`
		Fate        string            `json:"fate"`
		CRM         map[string]string `json:"crm"`
	} `json:"delivery"`
	// JSON has all of it, by the schema email.received/1.
	JSON json.RawMessage `json:"-"`
}

// Confirmation names events to confirm: by id, or all up to a cursor.
type Confirmation struct {
	EventIDs    []string `json:"eventIds,omitempty"`
	Cursor      string   `json:"cursor,omitempty"`
	Consumer    string   `json:"consumer,omitempty"`
	Integration string   `json:"integration,omitempty"`
	Tenant      string   `json:"tenant,omitempty"`
}

// Confirmed is the answer to a confirmation; Unknown has ids that are in no list of the tenant.
type Confirmed struct {
	Consumer     string   `json:"consumer"`
	Acknowledged []string `json:"acknowledged"`
	Unknown      []string `json:"unknown"`
}

// Question asks whether an address may be written to.
type Question struct {
	Address string `json:"address"`
	Tenant  string `json:"tenant,omitempty"`
	Channel string `json:"channel,omitempty"`
	Purpose string `json:"purpose,omitempty"`
}

// Eligibility says whether an address may be written to; Answer is there for the purpose that was asked for.
type Eligibility struct {
	Address  string          `json:"address"`
	Tenant   string          `json:"tenant"`
	Eligible map[string]bool `json:"eligible"`
	Reasons  []struct {
		Code     string   `json:"code"`
		Purposes []string `json:"purposes"`
	} `json:"reasons"`
	Answer *bool `json:"answer,omitempty"`
}

func values(pairs ...string) url.Values {
	query := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	return query
}
