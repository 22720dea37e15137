if (args is ["otlp"]) Otlp.Send();
else ApplicationInsights.Send();
