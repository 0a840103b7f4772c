package org.polarfold.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Local files that are renamed in one step or not at all: Hadoop's are copied, one by one, where
 * they cannot be renamed, and each brings a second file of checksums, which a crash would part from
 * it.
 */
final class LocalFiles extends RawLocalFileSystem {

  private LocalFiles() {}

  static LocalFiles of(Configuration hadoop) throws IOException {
    LocalFiles files = new LocalFiles();
    files.initialize(URI.create("file:///"), hadoop);
    return files;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    Files.move(pathToFile(from).toPath(), pathToFile(to).toPath(), StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /** Hadoop's starts a process each time. */
  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    Files.setPosixFilePermissions(
        pathToFile(path).toPath(), PosixFilePermissions.fromString(permission.toString()));
  }
}
