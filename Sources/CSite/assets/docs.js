"use strict";

// Shows the description of the API. Nothing is asked of another server: no validator, no fonts.
window.addEventListener("DOMContentLoaded", () => {
  SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#api",
    deepLinking: true,
    displayRequestDuration: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    // It stands within the page's own main part.
    onComplete: () => document.querySelector("#api main")?.setAttribute("role", "presentation"),
  });
});
