using Microsoft.ApplicationInsights;
using Microsoft.ApplicationInsights.DataContracts;
using Microsoft.ApplicationInsights.Extensibility;

/// <summary>Sends one of each kind by Microsoft.ApplicationInsights 2, which reads CONNECTION_STRING here.</summary>
static class ApplicationInsights
{
    public static void Send()
    {
        using var configuration = TelemetryConfiguration.CreateDefault();
        configuration.ConnectionString = Environment.GetEnvironmentVariable("CONNECTION_STRING");
        var client = new TelemetryClient(configuration);
        client.Context.Cloud.RoleName = "store";
        client.Context.Cloud.RoleInstance = "one";
        client.Context.Session.Id = "s1";
        client.Context.GlobalProperties["shop"] = "a";
        using (var request = client.StartOperation<RequestTelemetry>("GET /"))
        {
            request.Telemetry.ResponseCode = "200";
            request.Telemetry.Url = new Uri("http://localhost/");
            client.TrackDependency("SQL", "db", "SELECT", "SELECT 1", DateTimeOffset.UtcNow, TimeSpan.FromTicks(12_340), "0", false);
            client.TrackTrace("hello", SeverityLevel.Warning);
            client.TrackException(new InvalidOperationException("broken", new ArgumentException("inner")));
            client.TrackEvent("bought", metrics: new Dictionary<string, double> { ["items"] = 3 });
            Thread.Sleep(10);
        }
        client.TrackMetric(new MetricTelemetry("sales", 3, 6, 1, 3, 0));
        client.TrackPageView(new PageViewTelemetry("home") { Url = new Uri("http://localhost/home") });
        client.TrackAvailability("ping", DateTimeOffset.UtcNow, TimeSpan.FromMilliseconds(500), "here", true, "fine");
        client.Flush();
    }
}
