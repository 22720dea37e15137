import protobuf from 'protobufjs';

/**
 * The messages of OTLP 1.x, as far as they are read here; field names and numbers are those of
 * https://github.com/open-telemetry/opentelemetry-proto. What is not named is skipped, as protobuf asks.
 */
const { root } = protobuf.parse(`
  syntax = "proto3";

  message AnyValue {
    oneof value {
      string string_value = 1;
      bool bool_value = 2;
      int64 int_value = 3;
      double double_value = 4;
      ArrayValue array_value = 5;
      KeyValueList kvlist_value = 6;
      bytes bytes_value = 7;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message Resource { repeated KeyValue attributes = 1; }

  message TracesRequest { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    bytes parent_span_id = 4;
    string name = 5;
    int32 kind = 6;
    fixed64 start_time_unix_nano = 7;
    fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9;
    repeated Event events = 11;
    repeated Link links = 13;
    Status status = 15;
    message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
    message Link { bytes trace_id = 1; bytes span_id = 2; repeated KeyValue attributes = 4; }
    message Status { string message = 2; int32 code = 3; }
  }

  message LogsRequest { repeated ResourceLogs resource_logs = 1; }
  message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; }
  message ScopeLogs { repeated LogRecord log_records = 2; }
  message LogRecord {
    fixed64 time_unix_nano = 1;
    int32 severity_number = 2;
    string severity_text = 3;
    AnyValue body = 5;
    repeated KeyValue attributes = 6;
    bytes trace_id = 9;
    bytes span_id = 10;
    fixed64 observed_time_unix_nano = 11;
    string event_name = 12;
  }

  message MetricsRequest { repeated ResourceMetrics resource_metrics = 1; }
  message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
  message ScopeMetrics { repeated Metric metrics = 2; }
  message Metric {
    string name = 1;
    oneof data {
      Numbers gauge = 5;
      Numbers sum = 7;
      Histogram histogram = 9;
      ExponentialHistogram exponential_histogram = 10;
      Summary summary = 11;
    }
  }
  message Numbers { repeated NumberDataPoint data_points = 1; }
  message NumberDataPoint {
    fixed64 time_unix_nano = 3;
    oneof value { double as_double = 4; sfixed64 as_int = 6; }
    repeated KeyValue attributes = 7;
    uint32 flags = 8;
  }
  message Histogram { repeated HistogramDataPoint data_points = 1; }
  message HistogramDataPoint {
    fixed64 time_unix_nano = 3;
    fixed64 count = 4;
    optional double sum = 5;
    repeated KeyValue attributes = 9;
    uint32 flags = 10;
    optional double min = 11;
    optional double max = 12;
  }
  message ExponentialHistogram { repeated ExponentialHistogramDataPoint data_points = 1; }
  message ExponentialHistogramDataPoint {
    repeated KeyValue attributes = 1;
    fixed64 time_unix_nano = 3;
    fixed64 count = 4;
    optional double sum = 5;
    uint32 flags = 10;
    optional double min = 12;
    optional double max = 13;
  }
  message Summary { repeated SummaryDataPoint data_points = 1; }
  message SummaryDataPoint {
    fixed64 time_unix_nano = 3;
    fixed64 count = 4;
    double sum = 5;
    repeated ValueAtQuantile quantile_values = 6;
    repeated KeyValue attributes = 7;
    uint32 flags = 8;
    message ValueAtQuantile { double quantile = 1; double value = 2; }
  }

  message TracesResponse { TracesPartialSuccess partial_success = 1; }
  message TracesPartialSuccess { int64 rejected_spans = 1; string error_message = 2; }
  message LogsResponse { LogsPartialSuccess partial_success = 1; }
  message LogsPartialSuccess { int64 rejected_log_records = 1; string error_message = 2; }
  message MetricsResponse { MetricsPartialSuccess partial_success = 1; }
  message MetricsPartialSuccess { int64 rejected_data_points = 1; string error_message = 2; }

  message RpcStatus { string message = 2; }
`);

/** The description of a message of the schema. */
export function messageType(name: string): protobuf.Type {
  return root.lookupType(name);
}
