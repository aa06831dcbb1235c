"""Where guidance comes from: a folder, the GOV.UK Content API, a website. Each gives the same candidates."""
