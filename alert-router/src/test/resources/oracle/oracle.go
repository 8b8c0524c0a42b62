// Renders templates with Go's own engine: cases in as JSON, results out as JSON. Data and functions are those of
// TemplateOracleTest.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	htmltemplate "html/template"
	"io"
	"net/url"
	"os"
	"regexp"
	"sort"
	"strings"
	"text/template"
	"time"
)

type Pair struct{ Name, Value string }

type Pairs []Pair

func (ps Pairs) Names() []string {
	var all []string
	for _, p := range ps {
		all = append(all, p.Name)
	}
	return all
}

func (ps Pairs) Values() []string {
	var all []string
	for _, p := range ps {
		all = append(all, p.Value)
	}
	return all
}

func (ps Pairs) String() string {
	var all []string
	for _, p := range ps {
		all = append(all, p.Name+"="+p.Value)
	}
	return strings.Join(all, ", ")
}

type KV map[string]string

func (m KV) SortedPairs() Pairs {
	var names []string
	for name := range m {
		if name != "alertname" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	if _, ok := m["alertname"]; ok {
		names = append([]string{"alertname"}, names...)
	}
	var all Pairs
	for _, name := range names {
		all = append(all, Pair{name, m[name]})
	}
	return all
}

func (m KV) Remove(names []string) KV {
	left := KV{}
	for name, value := range m {
		left[name] = value
	}
	for _, name := range names {
		delete(left, name)
	}
	return left
}

func (m KV) Names() []string  { return m.SortedPairs().Names() }
func (m KV) Values() []string { return m.SortedPairs().Values() }
func (m KV) String() string   { return m.SortedPairs().String() }

type Alert struct {
	Status       string
	Labels       KV
	Annotations  KV
	StartsAt     time.Time
	EndsAt       time.Time
	GeneratorURL string
	Fingerprint  string
}

type Alerts []Alert

func (as Alerts) only(status string) []Alert {
	only := []Alert{}
	for _, a := range as {
		if a.Status == status {
			only = append(only, a)
		}
	}
	return only
}

func (as Alerts) Firing() []Alert   { return as.only("firing") }
func (as Alerts) Resolved() []Alert { return as.only("resolved") }

type Data struct {
	Receiver           string
	Status             string
	Alerts             Alerts
	GroupLabels        KV
	CommonLabels       KV
	CommonAnnotations  KV
	ExternalURL        string
	RouteLabels        KV
	NotificationReason string
}

var functions = template.FuncMap{
	"toUpper":      strings.ToUpper,
	"toLower":      strings.ToLower,
	"trimSpace":    strings.TrimSpace,
	"join":         func(sep string, s []string) string { return strings.Join(s, sep) },
	"match":        regexp.MatchString,
	"safeHtml":     func(s string) string { return s },
	"safeUrl":      func(s string) string { return s },
	"urlUnescape":  url.QueryUnescape,
	"stringSlice":  func(s ...string) []string { return s },
	"date":         func(layout string, t time.Time) string { return t.Format(layout) },
	"reReplaceAll": func(re, repl, s string) string { return regexp.MustCompile(re).ReplaceAllString(s, repl) },
	"tz": func(name string, t time.Time) (time.Time, error) {
		zone, err := time.LoadLocation(name)
		if err != nil {
			return time.Time{}, err
		}
		return t.In(zone), nil
	},
	"toJson": func(v any) (string, error) {
		text, err := json.Marshal(v)
		return string(text), err
	},
	"list": func(all ...any) []any { return all },
	"dict": func(all ...any) (map[string]any, error) {
		if len(all)%2 != 0 {
			return nil, fmt.Errorf("odd")
		}
		m := map[string]any{}
		for i := 0; i < len(all); i += 2 {
			name, ok := all[i].(string)
			if !ok {
				return nil, fmt.Errorf("no string")
			}
			m[name] = all[i+1]
		}
		return m, nil
	},
	"append": func(l []any, more ...any) []any { return append(append([]any{}, l...), more...) },
}

type result struct {
	Output string `json:"output"`
	Error  string `json:"error"`
}

type executable interface {
	Execute(io.Writer, any) error
}

// With the argument "html" texts are HTML.
func parse(text string) (executable, error) {
	if len(os.Args) < 2 || os.Args[1] != "html" {
		return template.New("case").Option("missingkey=zero").Funcs(functions).Parse(text)
	}
	vouched := htmltemplate.FuncMap{}
	for name, function := range functions {
		vouched[name] = function
	}
	vouched["safeHtml"] = func(s string) htmltemplate.HTML { return htmltemplate.HTML(s) }
	vouched["safeUrl"] = func(s string) htmltemplate.URL { return htmltemplate.URL(s) }
	return htmltemplate.New("case").Option("missingkey=zero").Funcs(vouched).Parse(text)
}

func render(text string, d Data) (r result) {
	defer func() {
		if p := recover(); p != nil {
			r = result{Error: fmt.Sprint(p)}
		}
	}()
	t, err := parse(text)
	if err != nil {
		return result{Error: err.Error()}
	}
	var out bytes.Buffer
	if err := t.Execute(&out, d); err != nil {
		return result{Error: err.Error()}
	}
	return result{Output: out.String()}
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return t
}

func main() {
	d := Data{
		Receiver: `team\.a\+b`, Status: "firing", ExternalURL: "http://router:9093", NotificationReason: "first notification",
		GroupLabels:       KV{"alertname": "HighLatency", "cluster": "c1"},
		CommonLabels:      KV{"alertname": "HighLatency", "cluster": "c1", "severity": "critical"},
		CommonAnnotations: KV{"summary": "延迟 <high> & \"slow\""},
		RouteLabels:       KV{},
		Alerts: Alerts{
			{"firing", KV{"alertname": "HighLatency", "cluster": "c1", "severity": "critical", "model": "gpt-4o"},
				KV{"summary": "延迟 <high> & \"slow\"", "n": "12"}, at("2026-11-24T10:00:00.123456789+08:00"), time.Time{},
				"http://p/graph?a=1&b=2", "73dbeed5635ea4e4"},
			{"resolved", KV{"alertname": "HighLatency", "cluster": "c1", "severity": "critical", "model": "claude"},
				KV{"summary": "延迟 <high> & \"slow\""}, at("2026-11-24T01:02:03Z"), at("2026-11-24T02:30:00.5Z"),
				"", "3ee4ec54884b7390"},
		},
	}
	var cases []string
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	results := make([]result, len(cases))
	for i, text := range cases {
		results[i] = render(text, d)
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}
