// The page /api/docs: shows the description of the API that this very server gives. Calls made from the page go to
// this server, with the sign-in of this browser. Must not know: any call; all of it stands in the description.
SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
  tryItOutEnabled: false,
  // Would ask a server elsewhere whether the description is right.
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
