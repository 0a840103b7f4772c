package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.provenance.Digest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a folder that runs on machines without the sources, Maven and the network. */
@Command(
    name = "package",
    mixinStandardHelpOptions = true,
    description = {
      "Make a folder that runs where only Java is: run, conf, jars, documents, checksums.",
      "Check a copy with: sha256sum --check --quiet SHA256SUMS"
    })
final class PackageJob implements Callable<Integer> {

  private static final String SUMS = "SHA256SUMS";
  private static final List<String> SHIPPED =
      List.of("run", "conf", "README.md", "LICENSE", "NOTICE", "CHANGELOG.md", "docs");

  /** The file among the jars by which a package is known. */
  static final String ORDER = "order";

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "The folder to make (default: polarfold-<version> here).")
  private @Nullable Path out;

  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    Path folder = out == null ? Path.of("polarfold-" + CodeVersion.current().version()) : out;
    if (Files.exists(folder)) {
      throw new UserException(
          "Cannot make a package: " + folder + " (expected a folder that is not there yet)");
    }
    Path root =
        Path.of(System.getProperty("polarfold.conf", "conf"))
            .toAbsolutePath()
            .resolve("..")
            .normalize();
    Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
    try {
      DemoJob.delete(unfinished);
      fill(root, Files.createDirectories(unfinished));
      Files.move(unfinished, folder);
    } catch (IOException e) {
      throw new UserException(
          "Cannot make a package: "
              + folder
              + " (expected a place that can be written to, with room)",
          e);
    }
    console.wrote("package", folder.toString());
    return 0;
  }

  private static void fill(Path root, Path folder) throws IOException {
    for (String name : SHIPPED) {
      copy(root.resolve(name), folder.resolve(name));
    }
    Path jars = Files.createDirectories(folder.resolve("jars"));
    List<String> names = new ArrayList<>();
    for (Path jar : ShippedJars.ofThisProcess()) {
      Files.copy(jar, jars.resolve(jar.getFileName()));
      names.add(jar.getFileName().toString());
    }
    // In the order of the class path, in which they were tested.
    Files.write(jars.resolve(ORDER), names);
    CodeVersion code = CodeVersion.current();
    // It also makes the folder one that executors of this machine can be started from.
    Files.writeString(
        folder.resolve("RELEASE"), "Polarfold " + code.version() + " (" + code.commit() + ")\n");
    Files.write(folder.resolve(SUMS), sums(folder));
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    for (Path file : files(from)) {
      Path copy = to.resolve(from.relativize(file).toString());
      Files.createDirectories(copy.toAbsolutePath().resolveSibling(""));
      Files.copy(file, copy);
      copy.toFile().setExecutable(Files.isExecutable(file), false);
    }
  }

  /** As sha256sum writes and checks them. */
  private static List<String> sums(Path folder) throws IOException {
    List<String> sums = new ArrayList<>();
    for (Path file : files(folder)) {
      sums.add(Digest.ofFile(file) + "  " + folder.relativize(file));
    }
    return sums;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
