// Runs before the body is shown: says to the style sheets that scripts work.
document.documentElement.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
