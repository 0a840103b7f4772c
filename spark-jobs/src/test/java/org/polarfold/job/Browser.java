package org.polarfold.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium of this machine, driven by its DevTools protocol over the JDK's WebSocket.
 */
final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> received;
  private int calls;

  private Browser(Process process, WebSocket socket, BlockingQueue<JsonNode> received) {
    this.process = process;
    this.socket = socket;
    this.received = received;
  }

  /** The first on the path. */
  static Optional<Path> installed() {
    return NAMES.stream()
        .flatMap(
            name ->
                Pattern.compile(File.pathSeparator)
                    .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                    .map(folder -> Path.of(folder).resolve(name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param profile an empty folder
   */
  static Browser start(Path program, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address(process)), new Listener(received))
            .join();
    return new Browser(process, socket, received);
  }

  private static String address(Process process) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder all = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher found = LISTENING.matcher(line);
      if (found.find()) {
        // What it says later must not fill the pipe.
        Thread rest = new Thread(() -> lines.lines().forEach(one -> {}));
        rest.setDaemon(true);
        rest.start();
        return found.group(1);
      }
      all.append(line).append('\n');
    }
    throw new IOException("The browser has ended: " + all);
  }

  private static final class Listener implements WebSocket.Listener {

    private final BlockingQueue<JsonNode> received;
    private final StringBuilder text = new StringBuilder();

    Listener(BlockingQueue<JsonNode> received) {
      this.received = received;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          received.add(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  /**
   * A page as it was opened.
   *
   * @param requests addresses that it asked for, its own first
   * @param complaints console messages, exceptions and log entries
   * @param sections identifiers of its sections, in order
   * @param text what a reader sees, all details open
   * @param names what is told of figures when they are pointed at, and to screen readers
   * @param overflow by how many pixels it is wider than the window
   */
  record Page(
      List<String> requests,
      List<String> complaints,
      List<String> sections,
      String text,
      String names,
      int overflow) {}

  /** Opens a file in a window of that width, in light or dark. */
  Page open(Path file, int width, boolean dark) throws IOException {
    String session = session();
    List<String> requests = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    call(session, "Page.enable", Map.of());
    call(session, "Runtime.enable", Map.of());
    call(session, "Log.enable", Map.of());
    call(session, "Network.enable", Map.of());
    call(
        session,
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    call(
        session,
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
    send(session, "Page.navigate", Map.of("url", file.toUri().toString()));
    for (JsonNode event = next(); !is(event, session, "Page.loadEventFired"); event = next()) {
      note(event, requests, complaints);
    }
    JsonNode seen =
        call(
                session,
                "Runtime.evaluate",
                Map.of("returnByValue", true, "expression", SEEN),
                event -> note(event, requests, complaints))
            .path("result")
            .path("value");
    List<String> sections = new ArrayList<>();
    seen.path("sections").forEach(section -> sections.add(section.asText()));
    return new Page(
        requests,
        complaints,
        sections,
        seen.path("text").asText(),
        seen.path("names").asText(),
        seen.path("overflow").asInt());
  }

  private static final String SEEN =
      """
      document.querySelectorAll('details').forEach(d => d.open = true);
      ({sections: [...document.querySelectorAll('main > section')].map(s => s.id),
        text: document.body.innerText,
        names: [...document.querySelectorAll('title, desc, [aria-label]')]
          .map(e => (e.getAttribute('aria-label') || '') + ' ' + e.textContent).join('\\n'),
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth})
      """;

  private static void note(JsonNode event, List<String> requests, List<String> complaints) {
    JsonNode params = event.path("params");
    switch (event.path("method").asText()) {
      case "Network.requestWillBeSent" -> requests.add(params.path("request").path("url").asText());
      case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded" ->
          complaints.add(params.toString());
      default -> {}
    }
  }

  private String session() throws IOException {
    String target =
        call("", "Target.createTarget", Map.of("url", "about:blank")).path("targetId").asText();
    return call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
        .path("sessionId")
        .asText();
  }

  private interface Noted {
    void event(JsonNode event);
  }

  private JsonNode call(String session, String method, Map<String, ?> params) throws IOException {
    return call(session, method, params, event -> {});
  }

  private JsonNode call(String session, String method, Map<String, ?> params, Noted noted)
      throws IOException {
    int id = send(session, method, params);
    JsonNode answer = next();
    while (answer.path("id").asInt() != id) {
      noted.event(answer);
      answer = next();
    }
    if (answer.has("error")) {
      throw new IOException(method + ": " + answer.path("error"));
    }
    return answer.path("result");
  }

  private int send(String session, String method, Map<String, ?> params) {
    ObjectNode message = JSON.createObjectNode().put("id", ++calls).put("method", method);
    message.set("params", JSON.valueToTree(params));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(message.toString(), true).join();
    return calls;
  }

  private JsonNode next() throws IOException {
    try {
      JsonNode one = received.poll(120, TimeUnit.SECONDS);
      if (one == null) {
        throw new IOException("The browser says nothing");
      }
      return one;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static boolean is(JsonNode event, String session, String method) {
    return event.path("method").asText().equals(method)
        && event.path("sessionId").asText().equals(session);
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
