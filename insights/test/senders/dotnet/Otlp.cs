using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

/// <summary>Sends spans, a log record and metrics by OpenTelemetry's exporter with its defaults: gRPC to OTEL_EXPORTER_OTLP_ENDPOINT.</summary>
static class Otlp
{
    public static void Send()
    {
        var resource = ResourceBuilder.CreateEmpty().AddService("store", "shop", "1.2.3", false, "one");
        using var source = new ActivitySource("client");
        using var meter = new Meter("client");
        using var tracing = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource("client").AddOtlpExporter().Build();
        using var metering = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter("client").AddOtlpExporter().Build();
        using var logging = LoggerFactory.Create(builder => builder.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(resource);
            options.IncludeFormattedMessage = true;
            options.AddOtlpExporter();
        }));
        using (var server = source.StartActivity("GET /", ActivityKind.Server))
        {
            server?.SetTag("session.id", "s1");
            using var query = source.StartActivity("SELECT", ActivityKind.Client);
            query?.SetTag("db.system", "mysql").SetTag("db.statement", "SELECT 1").SetTag("net.peer.name", "db");
            query?.AddEvent(new ActivityEvent("retried", tags: new() { ["attempt"] = 2 }));
            query?.AddException(new InvalidOperationException("broken"));
            query?.SetStatus(ActivityStatusCode.Error);
        }
        logging.CreateLogger("client").LogWarning("hello");
        meter.CreateCounter<int>("sales").Add(3, new KeyValuePair<string, object?>("shop", "a"));
        meter.CreateHistogram<int>("sizes").Record(7);
    }
}
