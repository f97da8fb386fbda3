# The bot, its page and its command line. Nothing of the tools that build it is left in the image.
FROM node:24-bookworm-slim AS build
WORKDIR /freqtrade
COPY package.json package-lock.json .npmrc ./
COPY client/package.json client/
COPY ui/package.json ui/
COPY scripts/setup.mjs scripts/program.mjs scripts/
# A layer of its own, so that a change of the source does not install them anew; what follows sees that they are there.
RUN node -e "import('/freqtrade/scripts/setup.mjs').then(({ installPackages }) => installPackages())"
COPY . .
# Compiles the indicators' kernels, builds the page and bundles the programs, then leaves what only that needed behind; the first start compiles ahead.
RUN node -e "import('/freqtrade/scripts/setup.mjs').then(({ setUp }) => setUp())" \
  && npm prune --omit=dev --no-audit --no-fund --loglevel=error \
  && rm -rf /root/.npm \
  && node scripts/freqtrade.mjs --help > /dev/null

FROM node:24-bookworm-slim
ENV NODE_ENV=production FT_APP_ENV=docker
COPY --from=build /freqtrade /freqtrade
RUN ln -s /freqtrade/scripts/freqtrade.mjs /usr/local/bin/freqtrade \
  && ln -s /freqtrade/client/bin/freqtrade-client.mjs /usr/local/bin/freqtrade-client \
  && ln -s /freqtrade/scripts/exchange-simulator.mjs /usr/local/bin/exchange-simulator \
  && mkdir -p /freqtrade/user_data \
  && chown node:node /freqtrade/user_data
WORKDIR /freqtrade
USER node
VOLUME /freqtrade/user_data
EXPOSE 8080
# Asks the API whether the bot lives; it finds address and port in user_data/config.json and the environment.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["freqtrade-client", "ping"]
ENTRYPOINT ["freqtrade"]
CMD ["trade"]
