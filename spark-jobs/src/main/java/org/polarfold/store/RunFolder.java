package org.polarfold.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.polarfold.UserException;

/**
 * A folder of a run or of one of its cells, on local disk or HDFS. Files appear whole or not at
 * all; a folder is finished when its {@code _DONE} is there, which is written last. Where the file
 * system refuses, the user is told ({@link UserException}).
 */
public final class RunFolder {

  private static final String DONE = "_DONE";

  private final FileSystem fileSystem;
  private final Path path;

  private RunFolder(FileSystem fileSystem, Path path) {
    this.fileSystem = fileSystem;
    this.path = path;
  }

  /**
   * A folder by its path, as Hadoop is configured on the class path.
   *
   * @throws UserException where its file system does not answer
   */
  public static RunFolder at(String path) {
    return at(path, new Configuration());
  }

  /**
   * A folder by its path; it need not exist.
   *
   * @throws UserException where its file system does not answer
   */
  public static RunFolder at(String path, Configuration hadoop) {
    try {
      Path folder = new Path(path);
      FileSystem fileSystem = folder.getFileSystem(hadoop);
      if (fileSystem.getUri().getScheme().equals("file")) {
        // No .crc files beside JSON on a local disk: what guards a plan or a cell is the digest
        // inside, and a hand-made change is to be told as such. HDFS has sums of its own, and this
        // would turn them off for whoever reads it in this process.
        fileSystem.setWriteChecksum(false);
        fileSystem.setVerifyChecksum(false);
      }
      return new RunFolder(fileSystem, fileSystem.makeQualified(folder));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot open the folder: " + path + " (expected one on a file system that answers)", e);
    }
  }

  /** A folder inside this one. */
  public RunFolder folder(String name) {
    return new RunFolder(fileSystem, new Path(path, name));
  }

  /** The folder that it lies in. */
  public RunFolder parent() {
    Path above = path.getParent();
    return above == null ? this : new RunFolder(fileSystem, above);
  }

  /** Its own name. */
  public String name() {
    return path.getName();
  }

  /** The path of a file inside, as other programs take it. */
  public String pathOf(String name) {
    return new Path(path, name).toString();
  }

  /** The path of a file inside as a person would write it. */
  public String shownPathOf(String name) {
    return this + "/" + name;
  }

  /** Whether there is a file or folder of this name inside. */
  public boolean has(String name) {
    try {
      return fileSystem.exists(new Path(path, name));
    } catch (IOException e) {
      throw refused("Cannot read file: " + shownPathOf(name), e);
    }
  }

  /** The names of everything in it; none where there is no such folder. */
  public List<String> names() {
    try {
      return Arrays.stream(fileSystem.listStatus(path))
          .map(status -> status.getPath().getName())
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw refused("Cannot read folder: " + this, e);
    }
  }

  /** The path as a person would write it. */
  @Override
  public String toString() {
    return path.toUri().getScheme().equals("file") ? path.toUri().getPath() : path.toString();
  }

  /** The names of the folders inside, sorted. */
  public List<String> folders() {
    try {
      return Arrays.stream(fileSystem.listStatus(path))
          .filter(FileStatus::isDirectory)
          .map(status -> status.getPath().getName())
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw refused("Cannot read folder: " + this, e);
    }
  }

  /** The content of a text file, if it is there. */
  public Optional<String> text(String name) {
    return bytes(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** The content of a file, if it is there. */
  public Optional<byte[]> bytes(String name) {
    try (FSDataInputStream stream = fileSystem.open(new Path(path, name))) {
      return Optional.of(stream.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw refused("Cannot read file: " + shownPathOf(name), e);
    }
  }

  /** Writes a text file, replacing what was there. */
  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file, replacing what was there. */
  public void write(String name, byte[] bytes) {
    Path file = new Path(path, name);
    Path unfinished = new Path(path, "." + name + ".unfinished");
    try {
      try (FSDataOutputStream stream = fileSystem.create(unfinished, true)) {
        stream.write(bytes);
      }
      replace(unfinished, file);
    } catch (IOException e) {
      throw refused("Cannot write file: " + shownPathOf(name), e);
    }
  }

  /**
   * Writes a folder of files, whole or not at all, in the place of one that was there: what is
   * unfinished lies beside it until all of it is written.
   *
   * @param files path within the folder, with {@code /} between names, to content
   */
  public void writeFolder(String name, Map<String, byte[]> files) {
    RunFolder unfinished = folder("." + name + ".unfinished");
    Path place = new Path(path, name);
    Path before = new Path(path, "." + name + ".before");
    try {
      fileSystem.delete(unfinished.path, true);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        try (FSDataOutputStream stream =
            fileSystem.create(new Path(unfinished.path, file.getKey()), true)) {
          stream.write(file.getValue());
        }
      }
      fileSystem.delete(before, true);
      if (fileSystem.exists(place)) {
        rename(place, before);
      }
      rename(unfinished.path, place);
      fileSystem.delete(before, true);
    } catch (IOException e) {
      throw refused("Cannot write folder: " + shownPathOf(name), e);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to);
    }
  }

  /** In one step. */
  private void replace(Path from, Path to) throws IOException {
    if (fileSystem instanceof DistributedFileSystem hdfs) {
      hdfs.rename(from, to, Options.Rename.OVERWRITE);
    } else {
      rename(from, to);
    }
  }

  /**
   * Does something to a run while no other process may.
   *
   * @throws UserException where another process has it
   */
  public void alone(Runnable work) {
    try {
      fileSystem.mkdirs(path);
      FolderLock lock = FolderLock.take(FolderLock.Use.RUN, path, fileSystem.getConf());
      try {
        work.run();
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw refused("Cannot lock folder: " + this, e);
    }
  }

  /** Deletes the folder with everything in it. */
  public void delete() {
    try {
      fileSystem.delete(path, true);
    } catch (IOException e) {
      throw refused("Cannot delete folder: " + this, e);
    }
  }

  /** Deletes a file inside, if it is there. */
  public void delete(String name) {
    try {
      fileSystem.delete(new Path(path, name), true);
    } catch (IOException e) {
      throw refused("Cannot delete file: " + shownPathOf(name), e);
    }
  }

  /** Deletes everything inside but a file. */
  public void deleteBut(String name) {
    try {
      for (FileStatus status : fileSystem.listStatus(path)) {
        if (!status.getPath().getName().equals(name)) {
          fileSystem.delete(status.getPath(), true);
        }
      }
    } catch (FileNotFoundException e) {
      // Nothing is in it.
    } catch (IOException e) {
      throw refused("Cannot delete files of folder: " + this, e);
    }
  }

  /** Whether its work is finished. */
  public boolean isDone() {
    return has(DONE);
  }

  /** Marks its work as finished: the last thing written to it. */
  public void done() {
    write(DONE, "");
  }

  private static UserException refused(String what, IOException cause) {
    return new UserException(
        what
            + " ("
            + cause.getClass().getSimpleName()
            + "; expected a file system that answers, has room, and may be changed)",
        cause);
  }
}
