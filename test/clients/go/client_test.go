// Package clients speaks to a running registry as franz-go's sr does.
package clients

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/sr"
)

func client(t *testing.T) (*sr.Client, context.Context) {
	t.Helper()
	made, err := sr.NewClient(sr.URLs(os.Getenv("CONCORDAT_REGISTRY_URL")))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return made, ctx
}

type language struct {
	name      string
	kind      sr.SchemaType
	reference string
	customer  string
	order     string
	breaking  string
}

var languages = []language{
	{
		"avro", sr.TypeAvro, "shop.Customer",
		`{"type":"record","name":"Customer","namespace":"shop","fields":[{"name":"email","type":"string"}]}`,
		`{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"id","type":"string"},{"name":"customer","type":"Customer"}]}`,
		`{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"total","type":"double"}]}`,
	},
	{
		"json", sr.TypeJSON, "customer.json",
		`{"type":"object","properties":{"email":{"type":"string"}}}`,
		`{"type":"object","properties":{"id":{"type":"string"},"customer":{"$ref":"customer.json"}}}`,
		`{"type":"object","properties":{"id":{"type":"string"}},"required":["id","total"]}`,
	},
	{
		"protobuf", sr.TypeProtobuf, "shop/customer.proto",
		"syntax = \"proto3\";\npackage shop;\nmessage Customer { string email = 1; }\n",
		"syntax = \"proto3\";\npackage shop;\nimport \"shop/customer.proto\";\nmessage Order { string id = 1; Customer customer = 2; }\n",
		"syntax = \"proto3\";\npackage shop;\nmessage Order { int64 id = 1; }\n",
	},
}

func TestRoundTrip(t *testing.T) {
	for _, l := range languages {
		t.Run(l.name, func(t *testing.T) {
			registry, ctx := client(t)
			subject, customer := "go-"+l.name+"-value", "go-"+l.name+"-customer"
			must(t)(registry.CreateSchema(ctx, customer, sr.Schema{Schema: l.customer, Type: l.kind}))
			order := sr.Schema{
				Schema: l.order, Type: l.kind,
				References: []sr.SchemaReference{{Name: l.reference, Subject: customer, Version: 1}},
			}
			made := must(t)(registry.CreateSchema(ctx, subject, order))

			t.Run("is registered once and found by id, version and content", func(t *testing.T) {
				again := must(t)(registry.CreateSchema(ctx, subject, order))
				found := must(t)(registry.LookupSchema(ctx, subject, order))
				third := must(t)(registry.SchemaByVersion(ctx, subject, -1))
				for _, each := range []sr.SubjectSchema{again, found, third} {
					if each.ID != made.ID || each.Version != 1 {
						t.Errorf("got id %d version %d, want id %d version 1", each.ID, each.Version, made.ID)
					}
				}
				byID, err := registry.SchemaByID(ctx, made.ID)
				if err != nil || len(byID.References) != 1 || byID.References[0].Name != l.reference {
					t.Errorf("got %+v, %v", byID, err)
				}
			})

			t.Run("bears its id before the bytes", func(t *testing.T) {
				type event struct {
					ID string `json:"id"`
				}
				var serde sr.Serde
				options := []sr.EncodingOpt{sr.EncodeFn(json.Marshal), sr.DecodeFn(json.Unmarshal)}
				if l.kind == sr.TypeProtobuf {
					options = append(options, sr.Index(0))
				}
				serde.Register(made.ID, event{}, options...)
				bytes, err := serde.Encode(event{ID: "o-1"})
				if err != nil {
					t.Fatal(err)
				}
				want := []byte{0, byte(made.ID >> 24), byte(made.ID >> 16), byte(made.ID >> 8), byte(made.ID)}
				var read event
				if string(bytes[:5]) != string(want) || serde.Decode(bytes, &read) != nil || read.ID != "o-1" {
					t.Errorf("got % x and %+v", bytes, read)
				}
			})

			t.Run("is judged before it is registered", func(t *testing.T) {
				verdict, err := registry.CheckCompatibility(ctx, subject, -1, sr.Schema{Schema: l.breaking, Type: l.kind})
				if err != nil || verdict.Is {
					t.Errorf("got %+v, %v", verdict, err)
				}
				_, err = registry.CreateSchema(ctx, subject, sr.Schema{Schema: l.breaking, Type: l.kind})
				var refused *sr.ResponseError
				if !errors.As(err, &refused) || refused.StatusCode != 409 {
					t.Errorf("got %v", err)
				}
			})

			t.Run("keeps metadata and rules", func(t *testing.T) {
				owned := order
				owned.SchemaMetadata = &sr.SchemaMetadata{Properties: map[string]string{"major": "1"}}
				owned.SchemaRuleSet = &sr.SchemaRuleSet{DomainRules: []sr.SchemaRule{{
					Name: "idIsThere", Kind: sr.SchemaRuleKindCondition, Mode: sr.SchemaRuleModeWrite,
					Type: "CEL", Expr: "message.id != ''", OnFailure: "ERROR",
				}}}
				made := must(t)(registry.CreateSchema(ctx, subject+"-owned", owned))
				found := must(t)(registry.SchemaByVersion(ctx, subject+"-owned", made.Version))
				if found.SchemaMetadata == nil || found.SchemaMetadata.Properties["major"] != "1" ||
					found.SchemaRuleSet == nil || found.SchemaRuleSet.DomainRules[0].Expr != "message.id != ''" {
					t.Errorf("got %+v", found)
				}
			})
		})
	}
}

func TestSettingsAndDeletes(t *testing.T) {
	registry, ctx := client(t)
	subject := "go-settings-value"
	must(t)(registry.CreateSchema(ctx, subject, sr.Schema{Schema: `"string"`, Type: sr.TypeAvro}))
	for _, set := range registry.SetCompatibility(ctx, sr.SetCompatibility{Level: sr.CompatFull}, subject) {
		if set.Err != nil || set.Level != sr.CompatFull {
			t.Errorf("got %+v", set)
		}
	}
	if got := registry.Compatibility(ctx, subject)[0]; got.Err != nil || got.Level != sr.CompatFull {
		t.Errorf("got %+v", got)
	}
	if versions, err := registry.DeleteSubject(ctx, subject, sr.SoftDelete); err != nil || fmt.Sprint(versions) != "[1]" {
		t.Errorf("got %v, %v", versions, err)
	}
	_, err := registry.SchemaByVersion(ctx, subject, -1)
	var refused *sr.ResponseError
	if !errors.As(err, &refused) || refused.ErrorCode != 40401 {
		t.Errorf("got %v", err)
	}
	if versions, err := registry.DeleteSubject(ctx, subject, sr.HardDelete); err != nil || fmt.Sprint(versions) != "[1]" {
		t.Errorf("got %v, %v", versions, err)
	}
}

func must(t *testing.T) func(sr.SubjectSchema, error) sr.SubjectSchema {
	return func(made sr.SubjectSchema, err error) sr.SubjectSchema {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
}
